package io.credstream.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the log goes on after a snapshot. Offsets alone do not tell whether it is still the same log: it can have been cut off, or
 * restored, and have grown past them again. So of each partition the last record of the snapshot is read once more, and has to be
 * what it was; and none of the others may have been cut off at the beginning.
 */
final class Seam {

    private final Map<TopicPartition, ConsumerRecord<String, byte[]>> last = new HashMap<>();
    private final Map<TopicPartition, Long> first = new HashMap<>();
    private final Cut line;
    private boolean torn;

    Seam(List<ConsumerRecord<String, byte[]>> snapshot) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : snapshot) {
            TopicPartition partition = partition(record);
            first.merge(partition, record.offset(), Math::min);
            offsets.merge(partition, record.offset(), Math::max);
            last.merge(partition, record, (one, other) -> one.offset() > other.offset() ? one : other);
        }
        line = Cut.of(offsets);
    }

    /** Before the last record of each partition. */
    Cut line() {
        return line;
    }

    /** What comes after the line, in the order of each partition. */
    void take(ConsumerRecord<String, byte[]> record) {
        ConsumerRecord<String, byte[]> known = last.remove(partition(record));
        torn |= known != null && !isSame(known, record);
    }

    /** Whether the log is still the one that the snapshot is of, now that all was taken. */
    boolean holds(Cut beginnings) {
        return !torn
                && last.isEmpty()
                && first.entrySet().stream().allMatch(e -> e.getValue() >= beginnings.offset(e.getKey()));
    }

    private static boolean isSame(ConsumerRecord<String, byte[]> one, ConsumerRecord<String, byte[]> other) {
        return one.offset() == other.offset()
                && one.timestamp() == other.timestamp()
                && Objects.equals(one.key(), other.key())
                && Arrays.equals(one.value(), other.value());
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
