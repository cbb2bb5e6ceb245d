package io.credstream.simulation.log;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log.
 *
 * @param value absent for a tombstone
 * @param at when it was appended, in milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Entry(
        String topic, int partition, long offset, String key, byte @Nullable [] value, Headers headers, long at) {

    /** As a consumer hands it over. */
    public ConsumerRecord<String, byte @Nullable []> consumed() {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                at,
                TimestampType.LOG_APPEND_TIME,
                -1,
                -1,
                key,
                value,
                headers,
                Optional.empty());
    }
}
