package io.credstream.read;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of a topic that decided over each key at a moment, as they are in the log.
 *
 * @param taken not after the line up to which they were read
 * @param records in the order of the log within each partition or not; tombstones are among them
 */
record Snapshot(Terms terms, Instant taken, List<ConsumerRecord<String, byte[]>> records) {

    /** Whatever the broker keeps. */
    static final Duration LONGEST = Duration.ofDays(30);

    Snapshot {
        records = List.copyOf(records);
    }

    /**
     * Whether every deletion since then is still in the log: a tombstone that came after the snapshot is there for as long as the
     * terms say. Half of it, since clocks are set, and what is in an open transaction is older than when it can be read.
     */
    boolean holds(Terms now, Instant moment) {
        Duration age = Duration.between(taken, moment);
        Duration half = terms.tombstones().dividedBy(2);
        return terms.equals(now) && !age.isNegative() && age.compareTo(half) < 0 && age.compareTo(LONGEST) < 0;
    }
}
