package io.credstream.simulation.log;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** All topics of a fleet. What is appended is committed. */
public final class SimulatedLog {

    /** Told of everything that is appended. */
    public interface Listener {
        void appended(Entry entry);
    }

    /** How a record gets to the brokers, if it does. */
    public interface Way {
        Optional<ProducerRecord<String, byte @Nullable []>> sent(ProducerRecord<String, byte @Nullable []> record);
    }

    private static final class Partition {
        private final List<Entry> entries = new ArrayList<>();
        private long end;
    }

    private final int partitions;
    private final Map<String, List<Partition>> topics = new TreeMap<>();
    private final Listener listener;
    private final Way way;

    public SimulatedLog(Topics declared, int partitions, Listener listener, Way way) {
        this.partitions = partitions;
        this.listener = listener;
        this.way = way;
        for (Topic<?> topic : declared.all()) {
            List<Partition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new Partition());
            }
            topics.put(topic.name(), List.copyOf(all));
        }
    }

    /** Of every topic. */
    public int partitions() {
        return partitions;
    }

    public void append(ProducerRecord<String, byte @Nullable []> record, long now) {
        way.sent(record).ifPresent(sent -> take(sent, now));
    }

    private void take(ProducerRecord<String, byte @Nullable []> record, long now) {
        Partition partition = partition(record.topic(), record.partition());
        Entry entry = new Entry(
                record.topic(),
                record.partition(),
                partition.end++,
                record.key(),
                record.value(),
                record.headers(),
                now);
        partition.entries.add(entry);
        listener.appended(entry);
    }

    public long end(TopicPartition place) {
        return partition(place.topic(), place.partition()).end;
    }

    /** The first record at or after a position. */
    public Optional<Entry> next(TopicPartition place, long position) {
        List<Entry> entries = partition(place.topic(), place.partition()).entries;
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).offset() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < entries.size() ? Optional.of(entries.get(low)) : Optional.empty();
    }

    /** Everything that a partition still holds. */
    public List<Entry> entries(String topic, int partition) {
        return List.copyOf(partition(topic, partition).entries);
    }

    /** What compaction leaves where it may clean up to an offset: of each key the newest record before it, and all beyond, which it does not know. */
    public void compact(TopicPartition place, long before) {
        List<Entry> entries = partition(place.topic(), place.partition()).entries;
        Set<String> newer = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.offset() < before && !newer.add(entry.key())) {
                entries.remove(i);
            }
        }
    }

    private Partition partition(String topic, int number) {
        List<Partition> all = topics.get(topic);
        if (all == null) {
            throw new IllegalArgumentException("no topic " + topic);
        }
        return all.get(number);
    }
}
