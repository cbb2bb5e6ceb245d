package io.credstream.ingest.own;

import io.credstream.kube.Backoff;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic in a thread of its own, from the beginning and outside any group, through whatever trouble Kafka has; and from the
 * beginning again when another topic has taken its place.
 *
 * <p>Safe for use by any thread.
 */
final class TopicFollower<V extends Record> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Whoever wants to know what the topic says. Called by the thread that reads. */
    interface Listener<V extends Record> {

        /** Whether a partition, of so many, matters. Is asked again before each poll; without one that does nothing is connected. */
        boolean needs(int partition, int partitions);

        /** Whether any partition matters. */
        boolean needsAny();

        /** A record, in the order of its partition; after trouble perhaps again. */
        void take(TopicRecord<V> record);

        /** All that lies before {@link #positions} has been taken. */
        void polled(boolean news);

        /** Another topic has taken the place of the former, and is read from its beginning. */
        void replaced();
    }

    /**
     * What to read, and what all that read share.
     *
     * @param id of the topic, as far as it is known
     * @param random spreads attempts
     * @param bugs gets what it cannot go on after
     * @param loop turns as it does
     */
    record Source<V extends Record>(
            KafkaClients kafka,
            Topic<V> topic,
            Supplier<Optional<Uuid>> id,
            RandomGenerator random,
            java.util.function.Consumer<Throwable> bugs,
            Loop loop) {}

    private final Source<V> source;
    private final Listener<V> listener;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile @Nullable Consumer<String, byte[]> consumer;
    private volatile @Nullable String trouble;
    private Optional<Uuid> id = Optional.empty();
    private int failures;

    /** @param name of the thread */
    TopicFollower(String name, Source<V> source, Listener<V> listener) {
        this.source = source;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How far the partitions that matter have been taken. */
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    /** Why it cannot be followed at present; empty if all is well. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        while (!isClosing()) {
            source.loop().turned();
            try {
                if (listener.needsAny()) {
                    follow();
                } else {
                    pause(POLL);
                }
            } catch (WakeupException e) {
                LOG.atTrace().log("A topic is no longer followed");
            } catch (KafkaException e) {
                failures++;
                trouble = GivenUp.reason(e);
                LOG.atWarn()
                        .addKeyValue(LogKeys.TOPIC, source.topic().name())
                        .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                        .log("A topic cannot be followed");
                pause(BACKOFF.delay(failures, source.random()));
            } catch (RuntimeException | Error bug) {
                source.bugs().accept(bug);
                return;
            }
        }
    }

    private void follow() {
        Consumer<String, byte[]> opened = source.kafka().consumer(Map.of());
        consumer = opened;
        try {
            // Whoever closed us before it could see this consumer has not woken it.
            if (isClosing()) {
                return;
            }
            int partitions = opened.partitionsFor(source.topic().name()).size();
            if (partitions == 0) {
                throw new UnknownTopicOrPartitionException(source.topic().name());
            }
            while (!isClosing() && !isAnother() && listener.needsAny()) {
                source.loop().turned();
                assign(opened, partitions);
                poll(opened);
                failures = 0;
                trouble = null;
            }
        } finally {
            opened.close(CloseOptions.timeout(PATIENCE));
        }
    }

    private boolean isAnother() {
        Optional<Uuid> now = source.id().get();
        if (now.isEmpty() || now.equals(id)) {
            return false;
        }
        boolean another = id.isPresent();
        id = now;
        if (another) {
            positions = Map.of();
            listener.replaced();
        }
        return another;
    }

    /** From where it was; a record that is read twice changes nothing. */
    private void assign(Consumer<String, byte[]> opened, int partitions) {
        Set<TopicPartition> needed = IntStream.range(0, partitions)
                .filter(partition -> listener.needs(partition, partitions))
                .mapToObj(partition -> new TopicPartition(source.topic().name(), partition))
                .collect(Collectors.toSet());
        if (needed.equals(opened.assignment())) {
            return;
        }
        Set<TopicPartition> fresh = new HashSet<>(needed);
        fresh.removeAll(positions.keySet());
        opened.assign(needed);
        opened.seekToBeginning(fresh);
        positions.forEach((partition, position) -> {
            if (needed.contains(partition)) {
                opened.seek(partition, position);
            }
        });
    }

    private void poll(Consumer<String, byte[]> opened) {
        boolean news = false;
        for (ConsumerRecord<String, byte[]> record : opened.poll(POLL)) {
            listener.take(TopicRecord.of(source.topic(), record));
            news = true;
        }
        Map<TopicPartition, Long> now = new HashMap<>();
        opened.assignment().forEach(partition -> now.put(partition, opened.position(partition)));
        positions = Map.copyOf(now);
        listener.polled(news);
    }

    private void pause(Duration length) {
        try {
            var unused = closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Without an interrupt, which a consumer that is being closed takes amiss. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
