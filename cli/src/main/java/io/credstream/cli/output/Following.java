package io.credstream.cli.output;

import java.io.PrintWriter;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prints until it is stopped, as by Ctrl-C, or nobody reads any more: it ends between two lines, never within one, and silently,
 * for neither is a failure.
 */
public final class Following {

    /** What is going on when the time to stop has come: a poll of a broker, at most. */
    private static final long STOP_WITHIN_SECONDS = 5;

    private final PrintWriter out;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Following(PrintWriter out) {
        this.out = out;
    }

    /** Does something, to its end or to that of the process or of the reader's patience. */
    public static void run(PrintWriter out, Body body) throws InterruptedException {
        Following following = new Following(out);
        Thread hook = Thread.ofPlatform().name("stop").unstarted(following::shutDown);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            body.run(following);
        } catch (Ended e) {
            out.flush();
        } finally {
            following.end(hook);
        }
    }

    /** Prints a line at once, and comes back only if more are wanted. */
    public void print(String line) {
        out.println(line);
        goOn();
    }

    /** Waits, and comes back only if more is wanted. */
    public void pause(Duration time) throws InterruptedException {
        if (stop.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Ended();
        }
    }

    /** Comes back only if more is wanted, of what was printed otherwise. */
    public void goOn() {
        if (out.checkError() || stop.getCount() == 0) {
            throw new Ended();
        }
    }

    private void end(Thread hook) {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            stop.countDown(); // The process is ending, and the hook runs.
        }
    }

    private void shutDown() {
        stop.countDown();
        try {
            var unused = ended.await(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes on. */
    @FunctionalInterface
    public interface Body {
        void run(Following following) throws InterruptedException;
    }

    /** Whether this is how something that goes on is told to end. */
    public static boolean isEnd(RuntimeException e) {
        return e instanceof Ended;
    }

    private static final class Ended extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Ended() {
            super(null, null, false, false);
        }
    }
}
