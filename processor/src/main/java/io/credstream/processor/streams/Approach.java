package io.credstream.processor.streams;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How a task comes up to the end of one of its inputs: first it learns where the end is, then its consumer reaches it, then the
 * last record that the consumer handed over on the way is processed. Moved by the consumer's thread, seen by any.
 */
final class Approach {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final TopicPartition partition;
    private long end = UNKNOWN;
    private long lastRecord = UNKNOWN;
    private volatile boolean arrived;

    Approach(TopicPartition partition) {
        this.partition = partition;
    }

    /** To an offset that is known already. */
    Approach(TopicPartition partition, long end) {
        this.partition = partition;
        this.end = end;
    }

    TopicPartition partition() {
        return partition;
    }

    boolean hasArrived() {
        return arrived;
    }

    boolean hasArrived(WatchedConsumer consumer) {
        OptionalLong presentEnd = consumer.end(partition);
        if (presentEnd.isEmpty()) {
            return arrived;
        }
        if (end == UNKNOWN) {
            end = presentEnd.getAsLong();
        }
        if (lastRecord == UNKNOWN && consumer.position(partition) >= end) {
            lastRecord = consumer.handedOver(partition);
        }
        arrived = lastRecord < 0 || (lastRecord != UNKNOWN && consumer.hasProcessed(partition, lastRecord));
        return arrived;
    }
}
