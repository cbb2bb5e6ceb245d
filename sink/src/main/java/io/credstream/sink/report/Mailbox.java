package io.credstream.sink.report;

import io.credstream.observe.LogKeys;
import io.credstream.topics.KafkaTrouble;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the brokers are to have and do not have yet: what waits, in order, and what is under way. Thread-safe. */
final class Mailbox {

    /** How long something may be under way before the sink counts as one that cannot report. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Set<Message> underway = new LinkedHashSet<>();
    private @Nullable KafkaException failure;
    private @Nullable String trouble;
    private boolean closed;

    synchronized void add(Message message) {
        waiting.add(message);
        notifyAll();
    }

    /** The next one, which is under way from now on; waits for one. {@code null} if nothing more can be sent. */
    synchronized @Nullable Message next() throws InterruptedException {
        while (waiting.isEmpty() && failure == null && !closed) {
            if (underway.isEmpty()) {
                trouble = null;
            }
            wait();
        }
        if (failure != null || closed) {
            return null;
        }
        Message next = waiting.remove();
        next.sent(0);
        underway.add(next);
        return next;
    }

    synchronized void sent(Message message, int parts) {
        message.sent(parts);
    }

    /** The brokers have one more part. It counts as under way until what follows from it is done, because somebody may wait for that. */
    void acknowledged(Message message) {
        synchronized (this) {
            if (!message.arrived()) {
                return;
            }
        }
        message.then.run();
        synchronized (this) {
            underway.remove(message);
            trouble = null;
            notifyAll();
        }
    }

    /** The brokers can never take it. */
    void refused(Message message) {
        if (message.substitute == null) {
            message.then.run();
        }
        synchronized (this) {
            underway.remove(message);
            if (message.substitute != null) {
                waiting.add(message.substitute);
            }
            notifyAll();
        }
    }

    /** Nothing more can be sent until {@link #pauseAfterFailure}. */
    synchronized void failed(KafkaException why) {
        if (failure == null && !closed) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, why.getClass().getSimpleName())
                    .log("Kafka does not take what is to be reported; it is tried again");
        }
        if (failure == null) {
            failure = why;
            trouble = KafkaTrouble.describe(why);
        }
        notifyAll();
    }

    /** What was under way goes first next time, in its order. Some of it may be there already; to say it twice does no harm. */
    synchronized void takeBack() {
        List<Message> again = new ArrayList<>(underway);
        underway.clear();
        again.reversed().forEach(waiting::addFirst);
    }

    synchronized void pauseAfterFailure(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (failure != null && !closed && System.nanoTime() < end) {
            wait(millisUntil(end));
        }
        failure = null;
    }

    /** Whether the brokers have everything, at the latest after this time. */
    synchronized boolean awaitEmpty(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isEmpty() && failure == null && System.nanoTime() < end) {
            wait(millisUntil(end));
        }
        return isEmpty();
    }

    /** Why the brokers do not have what they should have by now; empty if all is well. */
    synchronized Optional<String> trouble() {
        if (trouble == null
                && underway.stream()
                        .findFirst()
                        .filter(sent -> sent.isLate(PATIENCE))
                        .isPresent()) {
            return Optional.of("Kafka has not taken what is to be reported for " + PATIENCE.toSeconds() + " s");
        }
        return Optional.ofNullable(trouble);
    }

    /** Since when the oldest has waited, as {@link System#nanoTime} has it. */
    synchronized OptionalLong oldest() {
        return Stream.concat(underway.stream().limit(1), waiting.stream().limit(1))
                .mapToLong(Message::createdAt)
                .min();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private boolean isEmpty() {
        return waiting.isEmpty() && underway.isEmpty();
    }

    private static long millisUntil(long end) {
        return Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
