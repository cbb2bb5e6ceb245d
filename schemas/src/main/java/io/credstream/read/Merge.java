package io.credstream.read;

import io.credstream.read.TopicReader.LogSink;
import io.credstream.topics.Topic;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts what partitions hold into one order, that of time. A record goes on when every partition that is not read to its end has
 * shown its next one, since only then nothing can come before it: within a partition the brokers' time never runs backwards.
 */
final class Merge {

    /** What waits of a partition that is ahead of the others is bounded by this and one fetch. */
    private static final int ENOUGH = 2_000;

    /** A partition. */
    private static final class Lane {
        private final TopicPartition partition;
        private final Topic<?> topic;
        private final int rank;
        private final long end;
        private final Queue<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();

        private Lane(TopicPartition partition, Topic<?> topic, int rank, long end) {
            this.partition = partition;
            this.topic = topic;
            this.rank = rank;
            this.end = end;
        }

        private long nextTime() {
            return waiting.element().timestamp();
        }
    }

    private static final Comparator<Lane> BY_NEXT = Comparator.comparingLong(Lane::nextTime)
            .thenComparingInt(lane -> lane.rank)
            .thenComparingInt(lane -> lane.partition.partition());

    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Lane> ready = new PriorityQueue<>(BY_NEXT);
    private final @Nullable Set<String> keys;
    private final LogSink sink;

    /** @param keys whose records to pass on; all if absent */
    Merge(List<? extends Topic<?>> topics, @Nullable Set<String> keys, Cut end, LogSink sink) {
        this.keys = keys;
        this.sink = sink;
        end.offsets().forEach((partition, offset) -> {
            for (int rank = 0; rank < topics.size(); rank++) {
                if (topics.get(rank).name().equals(partition.topic())) {
                    lanes.put(partition, new Lane(partition, topics.get(rank), rank, offset));
                }
            }
        });
    }

    void add(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            return;
        }
        boolean waited = !lane.waiting.isEmpty();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.offset() < lane.end && isWanted(record.key())) {
                lane.waiting.add(record);
            }
        }
        if (!waited && !lane.waiting.isEmpty()) {
            ready.add(lane);
        }
    }

    private boolean isWanted(@Nullable String key) {
        return keys == null || (key != null && keys.contains(key));
    }

    /** Passes on what nothing can come before any more. */
    void emit(ToLongFunction<TopicPartition> position) {
        long unseen = lanes.values().stream()
                .filter(lane -> lane.waiting.isEmpty() && position.applyAsLong(lane.partition) < lane.end)
                .count();
        while (unseen == 0 && !ready.isEmpty()) {
            Lane lane = ready.remove();
            pass(lane.topic, lane.waiting.remove());
            if (!lane.waiting.isEmpty()) {
                ready.add(lane);
            } else if (position.applyAsLong(lane.partition) < lane.end) {
                unseen++;
            }
        }
    }

    boolean isDone(ToLongFunction<TopicPartition> position) {
        return lanes.values().stream()
                .allMatch(lane -> lane.waiting.isEmpty() && position.applyAsLong(lane.partition) >= lane.end);
    }

    /** Partitions that are far ahead. */
    Collection<TopicPartition> full() {
        return partitions(true);
    }

    /** The others. */
    Collection<TopicPartition> hungry() {
        return partitions(false);
    }

    private Collection<TopicPartition> partitions(boolean full) {
        return lanes.values().stream()
                .filter(lane -> lane.waiting.size() >= ENOUGH == full)
                .map(lane -> lane.partition)
                .toList();
    }

    private <V extends Record> void pass(Topic<V> topic, ConsumerRecord<String, byte[]> record) {
        sink.accept(topic, TopicRecord.of(topic, record));
    }
}
