package io.credstream.read;

import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topics from the start to their end as it is when the reading begins. Committed records only; in order within a
 * partition, in no order across partitions. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A fetch that waits for more at the end of one topic, by default for 500 ms, holds up the first of the next. */
    private static final Map<String, Object> SETTINGS = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);

    /** Nothing for so long, although there is something to read, means that a broker is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private Map<TopicPartition, Long> ends = Map.of();

    public TopicReader(KafkaClients clients) {
        this(clients.consumer(SETTINGS), PATIENCE);
    }

    TopicReader(Consumer<String, byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /** All of a topic. A topic that does not exist reads as empty; of a broadcast one, one partition holds all. */
    public <V extends Record> void readToEnd(Topic<V> topic, RecordSink<V> sink) {
        Collection<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic.name(), List.of());
        readToEnd(
                topic,
                partitions.stream()
                        .map(PartitionInfo::partition)
                        .filter(partition -> partition == 0 || topic.partitioning() != Partitioning.BROADCAST)
                        .toList(),
                sink);
    }

    /**
     * Some partitions of a topic.
     *
     * @throws TimeoutException if the broker does not answer, or nothing of what is there arrives for half a minute
     */
    public <V extends Record> void readToEnd(Topic<V> topic, Collection<Integer> partitions, RecordSink<V> sink) {
        Collection<TopicPartition> assignment = partitions.stream()
                .map(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(assignment);
        consumer.seekToBeginning(assignment);
        ends = Map.copyOf(consumer.endOffsets(assignment));
        long arrived = System.nanoTime();
        while (!reached()) {
            ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
            if (!polled.isEmpty()) {
                arrived = System.nanoTime();
            } else if (System.nanoTime() - arrived > patience.toNanos()) {
                throw new TimeoutException(topic.name() + " has records that do not arrive");
            }
            ends.forEach((partition, end) -> polled.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .forEach(record -> sink.accept(TopicRecord.of(topic, record))));
        }
    }

    /**
     * The ends to which the topic was read: what is at or after them has not been given to anyone. The consumer may well
     * have come further, with records that were appended in the meantime.
     */
    public Map<TopicPartition, Long> positions() {
        return ends;
    }

    /** Makes a {@link #readToEnd} in another thread throw {@link org.apache.kafka.common.errors.WakeupException}. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }

    // The position, not the last record's offset, tells: transaction markers take offsets and never arrive.
    private boolean reached() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Takes records one by one. */
    @FunctionalInterface
    public interface RecordSink<V extends Record> {
        void accept(TopicRecord<V> record);
    }
}
