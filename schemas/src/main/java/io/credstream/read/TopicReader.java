package io.credstream.read;

import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what lies between two lines through the log. Committed records only; in order within a partition, and across partitions
 * in no order, or in that of time if so asked. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A fetch that waits for more at the end of one topic, by default for 500 ms, holds up the first of the next. */
    private static final Map<String, Object> SETTINGS = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);

    /** Nothing for so long, although there is something to read, means that a broker is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private final IntConsumer onArrival;

    public TopicReader(KafkaClients clients) {
        this(clients, arrived -> {});
    }

    /** @param onArrival told how many records have just arrived, whatever becomes of them */
    public TopicReader(KafkaClients clients, IntConsumer onArrival) {
        this(clients.consumer(SETTINGS), PATIENCE, onArrival);
    }

    TopicReader(Consumer<String, byte[]> consumer, Duration patience) {
        this(consumer, patience, arrived -> {});
    }

    private TopicReader(Consumer<String, byte[]> consumer, Duration patience, IntConsumer onArrival) {
        this.consumer = consumer;
        this.patience = patience;
        this.onArrival = onArrival;
    }

    /** The line after all that is committed now. A topic that does not exist has no partition in it. */
    public Cut end(Collection<? extends Topic<?>> topics) {
        return Cut.of(consumer.endOffsets(partitions(topics)));
    }

    /** The line after all that was appended until a moment, that one included, to the millisecond. */
    public Cut at(Collection<? extends Topic<?>> topics, Instant moment) {
        Map<TopicPartition, Long> cut = new HashMap<>(consumer.endOffsets(partitions(topics)));
        Map<TopicPartition, Long> next = new HashMap<>();
        long after = Math.max(0, moment.toEpochMilli() + 1); // brokers refuse what is before 1970
        cut.keySet().forEach(partition -> next.put(partition, after));
        consumer.offsetsForTimes(next).forEach((partition, later) -> {
            if (later != null) {
                cut.merge(partition, later.offset(), Math::min);
            }
        });
        return Cut.of(cut);
    }

    /** Topics that do not exist, or that we may not know of. */
    public List<Topic<?>> absent(Collection<? extends Topic<?>> topics) {
        Set<String> existing = consumer.listTopics().keySet();
        return topics.stream()
                .<Topic<?>>map(topic -> topic)
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
    }

    /** Partitions that have lost their beginning, in order. Compaction leaves a partition's beginning where it was. */
    public List<Truncation> truncations(Collection<? extends Topic<?>> topics) {
        Map<TopicPartition, Long> beginnings = new HashMap<>(consumer.beginningOffsets(partitions(topics)));
        beginnings.values().removeIf(beginning -> beginning == 0);
        Map<TopicPartition, Long> anyTime = new HashMap<>();
        beginnings.keySet().forEach(partition -> anyTime.put(partition, 0L));
        Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(anyTime);
        return beginnings.entrySet().stream()
                .map(beginning ->
                        Truncation.of(beginning.getKey(), beginning.getValue(), first.get(beginning.getKey())))
                .sorted(Comparator.comparing(truncation -> truncation.first().describe()))
                .toList();
    }

    /** All of a topic. A topic that does not exist reads as empty; of a broadcast one, one partition holds all. */
    public <V extends Record> Cut readToEnd(Topic<V> topic, RecordSink<V> sink) {
        Cut end = end(List.of(topic));
        read(topic, Cut.START, end, sink);
        return end;
    }

    /** Some partitions of a topic. */
    public <V extends Record> Cut readToEnd(Topic<V> topic, Collection<Integer> partitions, RecordSink<V> sink) {
        Cut end = Cut.of(consumer.endOffsets(partitions.stream()
                .map(partition -> new TopicPartition(topic.name(), partition))
                .toList()));
        read(topic, Cut.START, end, sink);
        return end;
    }

    /**
     * What lies between two lines, of a topic. The consumer may well have come further than the second one, with records that
     * are not given to anyone.
     *
     * @throws TimeoutException if the broker does not answer, or nothing of what is there arrives for half a minute
     */
    public <V extends Record> void read(Topic<V> topic, Cut from, Cut to, RecordSink<V> sink) {
        scan(from, to.of(List.of(topic)), record -> sink.accept(TopicRecord.of(topic, record)));
    }

    /**
     * The latest of every key before a line: of observations that of the highest version, of everything else the last. No other
     * record is decoded, unless one of those cannot be read; then all are given.
     *
     * @throws TimeoutException as above
     */
    public <V extends Record> void readLatest(Topic<V> topic, Cut to, RecordSink<V> sink) {
        readLatest(topic, to, Snapshots.NONE, sink);
    }

    /** As above, going on from a snapshot if there is one that holds, and leaving one for the next reader. */
    public <V extends Record> void readLatest(Topic<V> topic, Cut to, Snapshots snapshots, RecordSink<V> sink) {
        Cut end = to.of(List.of(topic));
        Deciding<V> deciding = snapshots
                .find(topic)
                .flatMap(snapshot -> resume(topic, snapshot, end))
                .orElseGet(() -> decide(topic, end));
        Optional<List<TopicRecord<V>>> latest = deciding.records();
        if (latest.isEmpty()) {
            read(topic, Cut.START, end, sink);
            return;
        }
        latest.get().forEach(sink::accept);
        if (deciding.hasMovedOn()) {
            snapshots.keep(topic, deciding.raw());
        }
    }

    private <V extends Record> Deciding<V> decide(Topic<V> topic, Cut end) {
        Deciding<V> deciding = new Deciding<>(topic);
        scan(Cut.START, end, deciding::take);
        return deciding;
    }

    private <V extends Record> Optional<Deciding<V>> resume(Topic<V> topic, Snapshot snapshot, Cut end) {
        Deciding<V> deciding = new Deciding<>(topic, snapshot.records());
        Seam seam = new Seam(snapshot.records());
        Cut beginnings = scan(seam.line(), end, record -> {
            seam.take(record);
            deciding.take(record);
        });
        return seam.holds(beginnings) ? Optional.of(deciding) : Optional.empty();
    }

    /**
     * Every key that a topic has before a line, of what was deleted too; nothing is decoded.
     *
     * @throws TimeoutException as above
     */
    public SortedSet<String> keys(Topic<?> topic, Cut to) {
        SortedSet<String> keys = new TreeSet<>();
        scan(Cut.START, to.of(List.of(topic)), record -> {
            if (record.key() != null) {
                keys.add(record.key());
            }
        });
        return keys;
    }

    /**
     * How keys of a topic stand before a line; see {@link Standings}.
     *
     * @throws TimeoutException as above
     */
    public void read(Topic<?> topic, Cut to, Standings standings) {
        scan(Cut.START, to.of(List.of(topic)), standings::take);
    }

    /**
     * What lies between two lines, of several topics, in the order of time: that in which the brokers appended. Of one moment in
     * the order of the topics, then of the partitions, so that the same log always reads the same.
     *
     * @throws TimeoutException as above
     */
    public void readInOrder(List<? extends Topic<?>> topics, Cut from, Cut to, LogSink sink) {
        readInOrder(from, to.of(topics), new Merge(topics, null, to.of(topics), sink));
    }

    /**
     * As above, of what is about some keys: only partitions in which they are are read, and only their records are decoded.
     *
     * @param to a line through all partitions of the topics
     * @throws TimeoutException as above
     */
    public void readInOrder(List<? extends Topic<?>> topics, Set<String> keys, Cut from, Cut to, LogSink sink) {
        Cut end = to.of(topics, keys);
        readInOrder(from, end, new Merge(topics, keys, end, sink));
    }

    private void readInOrder(Cut from, Cut end, Merge merge) {
        seek(from, end);
        long arrived = System.nanoTime();
        while (!merge.isDone(consumer::position)) {
            ConsumerRecords<String, byte[]> polled = poll(arrived);
            arrived = polled.isEmpty() ? arrived : System.nanoTime();
            polled.partitions().forEach(partition -> merge.add(partition, polled.records(partition)));
            merge.emit(consumer::position);
            consumer.pause(merge.full());
            consumer.resume(merge.hungry());
        }
    }

    /** The record at a place, unless it has been compacted away, or never was there. */
    public <V extends Record> Optional<TopicRecord<V>> record(Topic<V> topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        Long end = consumer.endOffsets(List.of(place)).get(place);
        if (end == null || offset < 0 || offset >= end) {
            return Optional.empty();
        }
        Holder<V> found = new Holder<>();
        read(topic, Cut.of(Map.of(place, offset)), Cut.of(Map.of(place, offset + 1)), found);
        return Optional.ofNullable(found.record);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private Collection<TopicPartition> partitions(Collection<? extends Topic<?>> topics) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics();
        return topics.stream()
                .flatMap(topic -> existing.getOrDefault(topic.name(), List.of()).stream()
                        .map(PartitionInfo::partition)
                        .filter(partition -> partition == 0 || topic.partitioning() != Partitioning.BROADCAST)
                        .map(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }

    /** Returns where the partitions begin. */
    private Cut scan(Cut from, Cut end, RawSink sink) {
        Cut beginnings = seek(from, end);
        long arrived = System.nanoTime();
        try (Relay relay = new Relay()) {
            while (!reached(end)) {
                ConsumerRecords<String, byte[]> polled = poll(arrived);
                arrived = polled.isEmpty() ? arrived : System.nanoTime();
                relay.hand(() -> pass(polled, end, sink));
            }
            relay.finish();
        }
        return beginnings;
    }

    private static void pass(ConsumerRecords<String, byte[]> polled, Cut end, RawSink sink) {
        for (TopicPartition partition : polled.partitions()) {
            long offset = end.offset(partition);
            for (ConsumerRecord<String, byte[]> record : polled.records(partition)) {
                if (record.offset() < offset) {
                    sink.accept(record);
                }
            }
        }
    }

    private Cut seek(Cut from, Cut end) {
        Set<TopicPartition> partitions = end.offsets().keySet();
        consumer.assign(partitions);
        Cut beginnings = Cut.of(consumer.beginningOffsets(partitions));
        partitions.forEach(
                partition -> consumer.seek(partition, Math.max(from.offset(partition), beginnings.offset(partition))));
        return beginnings;
    }

    private ConsumerRecords<String, byte[]> poll(long arrived) {
        ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
        if (polled.isEmpty() && System.nanoTime() - arrived > patience.toNanos()) {
            throw new TimeoutException("records that are there do not arrive: "
                    + consumer.assignment().stream()
                            .map(TopicPartition::toString)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        onArrival.accept(polled.count());
        return polled;
    }

    // The position, not the last record's offset, tells: transaction markers take offsets and never arrive.
    private boolean reached(Cut end) {
        return end.offsets().entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
    }

    /** Takes records one by one. */
    @FunctionalInterface
    public interface RecordSink<V extends Record> {
        void accept(TopicRecord<V> record);
    }

    /** Takes records of several topics one by one. */
    public interface LogSink {
        <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record);
    }

    private interface RawSink {
        void accept(ConsumerRecord<String, byte[]> record);
    }

    private static final class Holder<V extends Record> implements RecordSink<V> {
        private @Nullable TopicRecord<V> record;

        @Override
        public void accept(TopicRecord<V> only) {
            record = only;
        }
    }
}
