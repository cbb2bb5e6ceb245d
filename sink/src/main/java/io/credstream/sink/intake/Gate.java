package io.credstream.sink.intake;

import io.credstream.model.ManifestUpdate;
import io.credstream.read.SkippedRecords;
import io.credstream.read.WaitingPartitions;
import io.credstream.topics.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses the partitions of which nothing may be read: those that wait for a newer build; all of them while too many decisions are
 * pending, or while what is known besides decisions is not all that was said. Not thread-safe.
 */
final class Gate {

    private final Consumer<String, byte[]> consumer;
    private final WaitingPartitions waiting;
    private final IntSupplier pending;
    private final int maxPending;
    private final BooleanSupplier heldBack;

    /**
     * @param pending how many decisions are not settled
     * @param heldBack whether no further decision may be read, because what is known besides is not all that was said
     */
    Gate(
            Consumer<String, byte[]> consumer,
            Topic<ManifestUpdate> topic,
            SkippedRecords skipped,
            IntSupplier pending,
            int maxPending,
            BooleanSupplier heldBack) {
        this.consumer = consumer;
        this.waiting = new WaitingPartitions(List.of(topic), skipped);
        this.pending = pending;
        this.maxPending = maxPending;
        this.heldBack = heldBack;
    }

    /** The records up to the first that only a newer build can read, at which the partition waits. */
    List<ConsumerRecord<String, byte[]>> readable(
            TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
        return waiting.readable(consumer, partition, records);
    }

    /** To be called before a poll. */
    void holdBack() {
        if (heldBack.getAsBoolean()) {
            consumer.pause(consumer.assignment());
        }
    }

    /** Pauses and resumes. A partition that is still catching up goes on: it holds no more than the newest decision of each Manifest. */
    void adjust(Map<TopicPartition, Intake> intakes) {
        boolean tooMany = pending.getAsInt() > maxPending;
        boolean held = heldBack.getAsBoolean();
        Map<Boolean, List<TopicPartition>> paused = intakes.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> held
                                || waiting.contains(entry.getKey())
                                || (tooMany && !entry.getValue().catchesUp()),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        consumer.pause(paused.get(true));
        consumer.resume(paused.get(false));
    }

    /** Whether there is something to take over or to read, as far as that is known, and nothing keeps it from being read. */
    boolean isBehind(Set<TopicPartition> takenOver) {
        Set<TopicPartition> free = new HashSet<>(consumer.assignment());
        free.removeIf(waiting::contains);
        if (!heldBack.getAsBoolean() && !takenOver.containsAll(free)) {
            return true;
        }
        free.removeAll(consumer.paused());
        return free.stream()
                .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
    }

    /** What partitions wait for, for a person. */
    List<String> waits() {
        return waiting.reasons();
    }

    void retain(Set<TopicPartition> takenOver) {
        waiting.retain(takenOver);
    }
}
