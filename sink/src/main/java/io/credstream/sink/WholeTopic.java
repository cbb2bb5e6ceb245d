package io.credstream.sink;

import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows a small topic, whole and without a group. Not thread-safe.
 *
 * <p>A record that cannot be read changes nothing: whoever it is meant for, ingest or the processor, sends it to the dead letters, and
 * here the last good record is the best that is known.
 */
final class WholeTopic<V extends Record> {

    private final Consumer<String, byte[]> consumer;
    private final Topic<V> topic;
    private final BiConsumer<String, @Nullable V> changes;

    /**
     * @param changes told of each key what it says now; {@code null} when it is gone
     */
    WholeTopic(Consumer<String, byte[]> consumer, Topic<V> topic, BiConsumer<String, @Nullable V> changes) {
        this.consumer = consumer;
        this.topic = topic;
        this.changes = changes;
        List<TopicPartition> all = consumer.partitionsFor(topic.name()).stream()
                .filter(partition -> topic.partitioning() != Partitioning.BROADCAST || partition.partition() == 0)
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Returns when all of it is known as it is now. */
    void readToEnd(Duration poll) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(poll);
        }
    }

    void poll(Duration timeout) {
        for (var raw : consumer.poll(timeout)) {
            switch (TopicRecord.of(topic, raw)) {
                case TopicRecord.Value<V> value -> changes.accept(value.key(), value.value());
                case TopicRecord.Tombstone<V> tombstone -> changes.accept(tombstone.key(), null);
                case TopicRecord.Unreadable<V> ignored -> {
                    // See above.
                }
            }
        }
    }
}
