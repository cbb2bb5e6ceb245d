package io.credstream.processor.streams;

import io.credstream.avro.UnknownSchemaException;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.topics.KafkaTrouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a stream thread fails. Trouble with Kafka, such as a missing right or topic, is not ours to end: the thread is
 * replaced after a pause, until it works. So is one that finds state of a newer build, until an instance of that build takes over.
 * Anything else is a bug, and the processor stops rather than go on with what it does
 * not understand.
 */
public final class Failures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Pattern INVALID_PARTITIONS =
            Pattern.compile("topic (\\S+) has invalid partitions: expected: (\\d+); actual: (\\d+)");

    private final Duration pause;
    private final Duration proof;
    private final Clock clock;
    private final Consumer<Throwable> onFailure;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();

    /**
     * @param pause before a failed thread is replaced
     * @param proof how long those that work have to before all is well: what the brokers refuse, they refuse a moment after a new
     *     thread has begun
     * @param onFailure called once, with the bug
     */
    public Failures(Duration pause, Duration proof, Clock clock, Consumer<Throwable> onFailure) {
        this.pause = pause;
        this.proof = proof;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        if (isTransient(exception)) {
            trouble.set(new Trouble(exception, Thread.currentThread().getName(), null));
            LOG.atWarn()
                    .setCause(Fault.of(exception).stackTrace())
                    .addKeyValue(LogKeys.DELAY, pause)
                    .log("Trouble with Kafka; a stream thread is replaced");
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (failure.compareAndSet(null, exception)) {
            Fault fault = Fault.of(exception);
            LOG.atError()
                    .setCause(fault.stackTrace())
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .log("The processor stops because of a bug");
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
     * Notes that all threads work. All is well again if they go on for a while without one that failed: a thread that failed counts
     * as one that works until it is replaced.
     */
    public void working(Set<String> threads) {
        Instant now = clock.instant();
        trouble.updateAndGet(last -> last == null || threads.contains(last.thread()) ? last : last.working(now, proof));
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
    private record Trouble(
            Throwable exception, String thread, @Nullable Instant workingSince) {

        /** What is left of it, now that the others work. */
        @Nullable
        Trouble working(Instant now, Duration proof) {
            if (workingSince == null) {
                return new Trouble(exception, thread, now);
            }
            return workingSince.plus(proof).isAfter(now) ? this : null;
        }
    }

    /** What state a newer build left, for a person, if that is the trouble. */
    public static Optional<String> newerState(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownSchemaException unknown) {
                return Optional.of("waits for a newer build, which left its state: " + unknown.getMessage());
            }
        }
        return Optional.empty();
    }

    /** What the trouble is and what to do about it, for a person. */
    public static String describe(Throwable trouble) {
        return newerState(trouble).or(() -> topics(trouble)).orElseGet(() -> KafkaTrouble.describe(trouble));
    }

    /**
     * What happened to topics, for a person, if that is the trouble. Kafka Streams has no exception of its own for state of another
     * number of partitions, only a message.
     */
    private static Optional<String> topics(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartOver startOver) {
                return Optional.of(String.valueOf(startOver.getMessage()));
            } else if (cause instanceof MissingSourceTopicException) {
                return Optional.of(KafkaTrouble.describe(new UnknownTopicOrPartitionException()));
            } else if (cause instanceof StreamsException) {
                Matcher invalid = INVALID_PARTITIONS.matcher(String.valueOf(cause.getMessage()));
                if (invalid.find()) {
                    return Optional.of(partitions(invalid.group(1), invalid.group(2), invalid.group(3)));
                }
            }
        }
        return Optional.empty();
    }

    /** Partitions are only ever added: to what has more of them than the other. */
    private static String partitions(String changelog, String expected, String actual) {
        return Integer.parseInt(actual) > Integer.parseInt(expected)
                ? "topic " + changelog + " has " + actual + " partitions, the topics that it holds the state of have "
                        + expected + "; delete it: it is made anew, and all that was in it is read again from those"
                : "Topics have another number of partitions than the processor's state; "
                        + "'credstream topics check' says which, and what to do";
    }

    /** What is theirs to mend who run Kafka; of a record itself the brokers say it to {@link DeadLetters}. */
    private static boolean isTransient(Throwable exception) {
        return KafkaTrouble.isTheirs(exception)
                || topics(exception).isPresent()
                || newerState(exception).isPresent();
    }
}
