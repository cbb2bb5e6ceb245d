package io.credstream.processor.streams;

import io.credstream.observe.LogKeys;
import io.credstream.topics.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a stream thread fails. Trouble with the brokers, a missing right included, is theirs to end: the thread is
 * replaced after a pause, until it works. Anything else is a bug, and the processor stops rather than go on with what it does
 * not understand.
 */
public final class Failures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Duration pause;
    private final Consumer<Throwable> onFailure;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();

    /**
     * @param pause before a failed thread is replaced
     * @param onFailure called once, with the bug
     */
    public Failures(Duration pause, Consumer<Throwable> onFailure) {
        this.pause = pause;
        this.onFailure = onFailure;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        if (isTransient(exception)) {
            trouble.set(new Trouble(exception, Thread.currentThread().getName()));
            LOG.atWarn()
                    .setCause(exception)
                    .addKeyValue(LogKeys.DELAY, pause)
                    .log("Trouble with Kafka; a stream thread is replaced");
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (failure.compareAndSet(null, exception)) {
            LOG.atError().setCause(exception).log("The processor stops because of a bug");
            onFailure.accept(exception);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The bug that ended it, if one did. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** The last trouble with the brokers from which it has not recovered. */
    public @Nullable Throwable trouble() {
        Trouble last = trouble.get();
        return last == null ? null : last.exception();
    }

    /**
     * All is well again, if it is only these threads that work: a thread that failed counts as one that works until it is
     * replaced.
     */
    public void recovered(Set<String> threads) {
        trouble.updateAndGet(last -> last == null || threads.contains(last.thread()) ? last : null);
    }

    /** The processor is being closed: nothing waits any more. */
    public void closing() {
        closing.countDown();
    }

    private void pause() {
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a thread, by its name, could not go on with. */
    private record Trouble(Throwable exception, String thread) {}

    private static boolean isTransient(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return Refusal.in(exception).isPresent();
    }
}
