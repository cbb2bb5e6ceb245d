package io.credstream.guarantee;

import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Retention;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the topics hold, read the way every consumer reads them. */
public final class TopicContents {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients kafka;
    private final Topics topics;

    public TopicContents(KafkaClients kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** Every committed record, in the order of the log within a partition. */
    public <V extends Record> List<TopicRecord<V>> log(Topic<V> topic) {
        List<TopicRecord<V>> log = new ArrayList<>();
        try (TopicReader reader = new TopicReader(kafka)) {
            reader.readToEnd(topic, log::add);
        }
        return log;
    }

    /** Every value, tombstones left out, in the order of the log within a partition. */
    public <V extends Record> List<V> values(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        for (TopicRecord<V> record : log(topic)) {
            if (record instanceof TopicRecord.Value<V> value) {
                values.add(value.value());
            }
        }
        return values;
    }

    public <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        log(topic).forEach(latest::accept);
        return latest;
    }

    public <V extends Record> LatestByKey<V> latest(Topic<V> topic, int partition) {
        LatestByKey<V> latest = new LatestByKey<>();
        try (TopicReader reader = new TopicReader(kafka)) {
            reader.readToEnd(topic, List.of(partition), latest);
        }
        return latest;
    }

    /** Every committed record as it is, in the order of the log within a partition. */
    public List<ConsumerRecord<String, byte[]>> raw(Topic<?> topic) {
        return raw(partitions(topic));
    }

    /** The keys that a store of the processor has values for, as its changelog has them. */
    public Set<String> kept(String store) {
        String changelog = Topics.DEFAULT_PREFIX + "processor-" + store + "-changelog";
        Set<String> kept = new TreeSet<>();
        raw(partitions(changelog)).forEach(record -> {
            if (record.value() == null) {
                kept.remove(record.key());
            } else {
                kept.add(record.key());
            }
        });
        return kept;
    }

    private List<ConsumerRecord<String, byte[]>> raw(List<TopicPartition> partitions) {
        List<ConsumerRecord<String, byte[]>> raw = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = kafka.consumer(Map.of())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(raw::add);
            }
        }
        return raw;
    }

    /** Where the log of each partition of the topics that keep history ends. */
    public Map<String, Long> endsOfHistory() {
        Collection<TopicPartition> partitions = topics.all().stream()
                .filter(topic -> topic.retention() == Retention.HISTORY)
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        Map<String, Long> ends = new TreeMap<>();
        try (Consumer<String, byte[]> consumer = kafka.consumer(Map.of())) {
            consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.toString(), end));
        }
        return ends;
    }

    /** The same, once nothing has moved them for a while. */
    public Map<String, Long> endsOfHistory(Duration quiet) {
        Map<String, Long> ends = endsOfHistory();
        while (true) {
            try {
                Thread.sleep(quiet);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Map<String, Long> later = endsOfHistory();
            if (later.equals(ends)) {
                return ends;
            }
            ends = later;
        }
    }

    private static List<TopicPartition> partitions(Topic<?> topic) {
        return partitions(topic.name());
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, TestFleet.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
