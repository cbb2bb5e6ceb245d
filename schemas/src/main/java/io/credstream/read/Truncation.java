package io.credstream.read;

import io.credstream.model.Cause.Coordinates;
import java.time.Instant;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition whose beginning is not that of the log.
 *
 * @param first where it begins
 * @param since when the first record that is left was appended; absent if none is
 */
public record Truncation(Coordinates first, @Nullable Instant since) {

    static Truncation of(TopicPartition partition, long offset, @Nullable OffsetAndTimestamp first) {
        return new Truncation(
                new Coordinates(partition.topic(), partition.partition(), offset),
                first == null ? null : Instant.ofEpochMilli(first.timestamp()));
    }

    /** Whether all that is left was appended later. */
    public boolean isAfter(Instant moment) {
        return since != null && moment.isBefore(since);
    }
}
