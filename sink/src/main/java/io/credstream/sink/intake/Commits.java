package io.credstream.sink.intake;

import io.credstream.observe.LogKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what is settled: now and then, and before a partition is given up. Not thread-safe. */
final class Commits {

    /** For a commit that is waited for. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Consumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private long last = System.nanoTime();

    Commits(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins a commit of what has changed, if the last was a while ago. */
    void nowAndThen(Map<TopicPartition, Intake> intakes) {
        if (System.nanoTime() - last <= EVERY.toNanos()) {
            return;
        }
        last = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> changed = positions(intakes);
        changed.entrySet()
                .removeIf(entry -> Long.valueOf(entry.getValue().offset()).equals(committed.get(entry.getKey())));
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        consumer.commitAsync(changed, (offsets, failure) -> {
            if (failure != null) {
                committed.keySet().removeAll(offsets.keySet());
                notCommitted(failure);
            }
        });
    }

    /** Commits, and waits until that is done. */
    void finish(Map<TopicPartition, Intake> intakes) {
        try {
            consumer.commitSync(positions(intakes), LIMIT);
        } catch (KafkaException e) {
            notCommitted(e);
        }
    }

    void forget(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
    }

    /** Costs nothing but that some settled decisions will be read again. */
    private static void notCommitted(Exception failure) {
        LOG.atInfo()
                .addKeyValue(LogKeys.REASON, failure.getClass().getSimpleName())
                .log("Could not commit; it will be tried again, here or by the next owner");
    }

    /** The offset first: what is settled meanwhile only makes it lower than it had to be. */
    private static OffsetAndMetadata proven(Intake intake) {
        long offset = intake.progress().committable();
        return CommittedOffsets.proven(intake.topic(), offset, intake.progress().readFrom());
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(Map<TopicPartition, Intake> intakes) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        intakes.forEach((partition, intake) -> positions.put(partition, proven(intake)));
        return positions;
    }
}
