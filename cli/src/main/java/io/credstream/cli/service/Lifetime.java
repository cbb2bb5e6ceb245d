package io.credstream.cli.service;

import io.credstream.cli.ExitCode;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a process up until it is told to stop, or something in it fails. Opened before, and so closed after, what runs in it:
 * the JVM does not end before all of that is closed, within reason.
 */
final class Lifetime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
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
        Thread.setDefaultUncaughtExceptionHandler(lifetime::ended);
        return lifetime;
    }

    /** What failed is in the log already. May be called from any thread. */
    void fail(String service, Throwable cause) {
        failed = true;
        stop.countDown();
        try {
            err.println(
                    "The " + service + " failed: " + Fault.of(cause).code() + "; its log says more. Everything stops.");
            err.flush();
        } finally {
            if (cause instanceof Error) {
                haltUnlessStopped();
            }
        }
    }

    /** A thread that nothing waits for has ended. What an {@link Error} ended, no loop can be relied on to notice. */
    private void ended(Thread thread, Throwable cause) {
        if (cause instanceof Error) {
            fail("thread " + thread.getName(), cause);
        } else {
            Fault fault = Fault.of(cause);
            LOG.atError()
                    .setCause(fault.stackTrace())
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .log("A thread ended unexpectedly");
        }
    }

    /** Memory or code that is gone may be needed to stop in an orderly way. */
    private void haltUnlessStopped() {
        try {
            Thread.ofPlatform().name("halt").daemon().start(() -> {
                try {
                    if (!closed.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                        Runtime.getRuntime().halt(ExitCode.FAILURE.code());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (Error noThread) {
            Runtime.getRuntime().halt(ExitCode.FAILURE.code());
        }
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
        Thread.setDefaultUncaughtExceptionHandler(null);
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
