package io.credstream.read;

import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from the start to their end as it is when the reading begins. Committed records only; in order within a
 * partition, in no order across partitions. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A fetch that waits for more at the end of one topic, by default for 500 ms, holds up the first of the next. */
    private static final Map<String, Object> SETTINGS = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);

    private final Consumer<String, byte[]> consumer;

    public TopicReader(KafkaClients clients) {
        this.consumer = clients.consumer(SETTINGS);
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

    /** Some partitions of a topic. */
    public <V extends Record> void readToEnd(Topic<V> topic, Collection<Integer> partitions, RecordSink<V> sink) {
        Collection<TopicPartition> assignment = partitions.stream()
                .map(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(assignment);
        consumer.seekToBeginning(assignment);
        Map<TopicPartition, Long> ends = consumer.endOffsets(assignment);
        while (!reached(ends)) {
            ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
            ends.forEach((partition, end) -> polled.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .forEach(record -> sink.accept(TopicRecord.of(topic, record))));
        }
    }

    /** How far each topic and partition that is read now has been read; with {@link #readToEnd} the end. */
    public Map<TopicPartition, Long> positions() {
        return consumer.assignment().stream().collect(Collectors.toMap(p -> p, consumer::position));
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
    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Takes records one by one. */
    @FunctionalInterface
    public interface RecordSink<V extends Record> {
        void accept(TopicRecord<V> record);
    }
}
