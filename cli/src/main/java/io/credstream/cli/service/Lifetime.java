package io.credstream.cli.service;

import io.credstream.cli.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a process up until it is told to stop, or something in it fails. Opened before, and so closed after, what runs in it:
 * the JVM does not end before all of that is closed, within reason.
 */
final class Lifetime implements AutoCloseable {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final PrintWriter err;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread main = Thread.currentThread();
    private final Thread hook = new Thread(this::shutDown, "stop");
    private volatile boolean starting = true;
    private volatile boolean failed;

    private Lifetime(PrintWriter err) {
        this.err = err;
    }

    static Lifetime start(PrintWriter err) {
        Lifetime lifetime = new Lifetime(err);
        Runtime.getRuntime().addShutdownHook(lifetime.hook);
        return lifetime;
    }

    /** What failed is in the log already. May be called from any thread. */
    void fail(String service, Throwable cause) {
        failed = true;
        err.println("The " + service + " failed: " + cause + "; its log says more. Everything stops.");
        err.flush();
        stop.countDown();
    }

    /** Waits; true means that the time to stop has come. */
    boolean await(Duration atMost) throws InterruptedException {
        starting = false;
        return stop.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the time to stop has come. */
    void await() throws InterruptedException {
        starting = false;
        stop.await();
    }

    ExitCode exitCode() {
        return failed ? ExitCode.FAILURE : ExitCode.FINE;
    }

    /** Tells the JVM that all is closed. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            stop.countDown(); // The JVM is stopping, and the hook runs.
        }
    }

    private void shutDown() {
        stop.countDown();
        if (starting) {
            main.interrupt();
        }
        try {
            if (!closed.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                err.println("Not everything stopped within " + STOP_WITHIN.toSeconds() + " s; ending nevertheless.");
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
