package io.credstream.read;

import io.credstream.avro.NewerSchema;
import io.credstream.model.Cause.Coordinates;
import io.credstream.observe.LogKeys;
import io.credstream.topics.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of a consumer that wait because their next record was written by a newer build. Nothing past that record is
 * handed out, so nothing past it is committed, and whoever takes the partition over begins there. Filled by the consumer's
 * thread; questions may come from any.
 */
public final class WaitingPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingPartitions.class);

    private final Map<String, Topic<?>> topics;
    private final SkippedRecords skipped;
    private final Map<TopicPartition, NewerRecord> waiting = new ConcurrentHashMap<>();

    /**
     * @param topics whose records may make a partition wait
     * @param skipped records for which none waits; their reader puts them aside like any other that it cannot read
     */
    public WaitingPartitions(Collection<? extends Topic<?>> topics, SkippedRecords skipped) {
        this.skipped = skipped;
        this.topics = topics.stream().collect(Collectors.toUnmodifiableMap(Topic::name, topic -> topic));
    }

    /**
     * The records of a partition up to the first that only a newer build can read. If there is one, the consumer goes back to
     * it and pauses the partition.
     */
    public <K> List<ConsumerRecord<K, byte[]>> readable(
            Consumer<K, byte[]> consumer, TopicPartition partition, List<ConsumerRecord<K, byte[]>> records) {
        Topic<?> topic = topics.get(partition.topic());
        if (topic == null) {
            return records;
        }
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<K, byte[]> record = records.get(i);
            Optional<NewerSchema> newer = topic.serde().newer(record.headers(), record.value());
            if (newer.isPresent() && !skipped.contains(record)) {
                consumer.seek(partition, record.offset());
                consumer.pause(List.of(partition));
                await(partition, record.offset(), newer.get());
                return records.subList(0, i);
            }
        }
        return records;
    }

    /** The consumer has these partitions now; others wait elsewhere, if they do. */
    public void retain(Set<TopicPartition> assigned) {
        waiting.keySet().retainAll(assigned);
    }

    public boolean contains(TopicPartition partition) {
        return waiting.containsKey(partition);
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** What each waits for, for a person. */
    public List<String> reasons() {
        return waiting.values().stream().map(NewerRecord::describe).sorted().toList();
    }

    private void await(TopicPartition partition, long offset, NewerSchema schema) {
        Coordinates at = new Coordinates(partition.topic(), partition.partition(), offset);
        waiting.put(partition, new NewerRecord("", schema, at));
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, at.topic())
                .addKeyValue(LogKeys.PARTITION, at.partition())
                .addKeyValue(LogKeys.OFFSET, at.offset())
                .addKeyValue(LogKeys.VERSION, schema.describe())
                .log("A partition waits for a newer build");
    }
}
