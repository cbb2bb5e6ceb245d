package io.credstream.sink.intake;

import io.credstream.observe.LogKeys;
import io.credstream.sink.report.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over partitions that were assigned: from the committed offset of each on, if it can be trusted. Not thread-safe. */
final class Takeover {

    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private final Consumer<String, byte[]> consumer;
    private final CommittedOffsets offsets;
    private final Ledger ledger;
    private final Intake.Decisions decisions;
    private final Runnable before;

    /**
     * @param decisions what becomes of what is read
     * @param before brings what is known besides decisions up to what a former owner said
     */
    Takeover(
            Consumer<String, byte[]> consumer,
            CommittedOffsets offsets,
            Ledger ledger,
            Intake.Decisions decisions,
            Runnable before) {
        this.consumer = consumer;
        this.offsets = offsets;
        this.ledger = ledger;
        this.decisions = decisions;
        this.before = before;
    }

    /**
     * Gives an intake to each partition, and has it read from then on.
     *
     * @param id of their topic
     * @param intakes where the intakes go, one by one
     * @throws KafkaException if something is refused or does not come in time; those without an intake are to be tried again
     */
    void of(Set<TopicPartition> partitions, Uuid id, Map<TopicPartition, Intake> intakes) {
        before.run();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
        Map<TopicPartition, Long> settled = offsets.seek(partitions, id, ends);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            long position = consumer.position(partition, LIMIT);
            var intake = new Intake(id, position, settled.getOrDefault(partition, position), end, decisions);
            intakes.put(partition, intake);
            ledger.open(partition.partition(), intake.progress());
            consumer.resume(List.of(partition));
            LOG.atInfo()
                    .addKeyValue(LogKeys.TOPIC, partition.topic())
                    .addKeyValue(LogKeys.PARTITION, partition.partition())
                    .addKeyValue(LogKeys.OFFSET, end)
                    .log("Taking over a partition; nothing of it is written before its end is read");
        }
    }
}
