package io.credstream.sink;

import io.credstream.model.Cluster;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows the topic of clusters, whole and without a group: it is small, and any of them can be in a partition of ours. Not
 * thread-safe.
 *
 * <p>A record that cannot be read changes nothing: whoever owns the cluster's partition in ingest sends it to the dead
 * letters, and here the last good record is the best that is known.
 */
final class FleetView {

    private final Consumer<String, byte[]> consumer;
    private final Topic<Cluster> topic;
    private final BiConsumer<String, @Nullable Cluster> changes;

    /**
     * @param changes told of each cluster as it is now; {@code null} when it left the fleet
     */
    FleetView(Consumer<String, byte[]> consumer, Topic<Cluster> topic, BiConsumer<String, @Nullable Cluster> changes) {
        this.consumer = consumer;
        this.topic = topic;
        this.changes = changes;
        List<TopicPartition> all = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Returns when the fleet is known as it is now. */
    void readToEnd(Duration poll) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(poll);
        }
    }

    void poll(Duration timeout) {
        for (var raw : consumer.poll(timeout)) {
            switch (TopicRecord.of(topic, raw)) {
                case TopicRecord.Value<Cluster> value -> changes.accept(value.key(), value.value());
                case TopicRecord.Tombstone<Cluster> tombstone -> changes.accept(tombstone.key(), null);
                case TopicRecord.Unreadable<Cluster> ignored -> {
                    // See above.
                }
            }
        }
    }
}
