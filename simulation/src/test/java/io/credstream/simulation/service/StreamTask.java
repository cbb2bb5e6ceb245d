package io.credstream.simulation.service;

import io.credstream.processor.streams.Output;
import io.credstream.processor.streams.Read;
import io.credstream.processor.streams.Read.Said;
import io.credstream.processor.streams.StageSettings;
import io.credstream.simulation.log.Entry;
import io.credstream.simulation.log.SimulatedLog;
import io.credstream.simulation.service.StageInputs.Input;
import io.credstream.topics.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A task of one stage of the processor, with Kafka Streams' at-least-once made explicit: what it says and what its stores keep is with the
 * brokers up to different points, each in order, until a commit brings all of it there. A crash loses the rest.
 *
 * @param <I> the inputs of the stage
 * @param <V> what it says
 */
public final class StreamTask<I, V extends java.lang.Record> {

    /** A stage, and how it is fed. */
    record Kind<I, V extends java.lang.Record>(
            String name,
            Map<String, Input<?, I>> inputs,
            Topic<V> output,
            Function<StageSettings, ProcessorSupplier<String, Said<I>, String, Output>> stage) {}

    private record Write(String store, String key, @Nullable Object value) {}

    private final Kind<I, V> kind;
    private final int partition;
    private final SimulatedLog log;
    private final LongSupplier clock;
    private final Function<TaskGate, StageSettings> settings;
    private final Runnable fault;
    private final Predicate<String> hasChangelog;

    // With the brokers.
    private final Map<String, NavigableMap<String, Object>> changelogs = new TreeMap<>();
    private final Map<String, Long> committed = new TreeMap<>();

    // In the process.
    private final Map<String, Long> positions = new TreeMap<>();
    private final Map<String, TaskStore> stores = new TreeMap<>();
    private final Map<TopicPartition, Deque<ProducerRecord<String, byte @Nullable []>>> said =
            new java.util.LinkedHashMap<>();
    private final Map<String, Deque<Write>> written = new TreeMap<>();
    private @Nullable TaskContext<Output> context;
    private @Nullable Processor<String, Said<I>, String, Output> stage;

    /**
     * @param settings made for the gate of each beginning
     * @param fault told when something could not be handled, for nothing here is beyond it
     */
    StreamTask(
            Kind<I, V> kind,
            int partition,
            SimulatedLog log,
            LongSupplier clock,
            Function<TaskGate, StageSettings> settings,
            Runnable fault,
            Predicate<String> hasChangelog) {
        this.kind = kind;
        this.partition = partition;
        this.log = log;
        this.clock = clock;
        this.settings = settings;
        this.fault = fault;
        this.hasChangelog = hasChangelog;
    }

    public String name() {
        return kind.name() + "-" + partition;
    }

    /** Begins with what the brokers have. */
    public void start() {
        positions.clear();
        stores.clear();
        kind.inputs().keySet().forEach(topic -> positions.put(topic, committed.getOrDefault(topic, 0L)));
        var gate = new TaskGate(log::end, place -> position(place.topic()), committed.isEmpty());
        var supplier = kind.stage().apply(settings.apply(gate));
        for (var builder : Objects.requireNonNull(supplier.stores())) {
            String name = builder.name();
            stores.put(
                    name,
                    new TaskStore(
                            name,
                            changelogs.computeIfAbsent(name, n -> new TreeMap<>()),
                            (key, value) -> written.computeIfAbsent(name, n -> new ArrayDeque<>())
                                    .add(new Write(name, key, value))));
        }
        context = new TaskContext<>(new TaskId(0, partition), clock, this::store, this::forwarded);
        stage = supplier.get();
        stage.init(context);
    }

    private @Nullable StateStore store(String name) {
        return stores.get(name);
    }

    private long position(String topic) {
        return positions.getOrDefault(topic, 0L);
    }

    /** The input topics that hold a record that has not been processed. */
    public List<String> waiting() {
        return kind.inputs().keySet().stream()
                .filter(topic -> log.next(new TopicPartition(topic, partition), position(topic))
                        .isPresent())
                .toList();
    }

    /** Processes the next record of one input topic. */
    public void process(String topic) {
        Entry entry =
                log.next(new TopicPartition(topic, partition), position(topic)).orElseThrow();
        read(Objects.requireNonNull(kind.inputs().get(topic)), entry);
        positions.put(topic, entry.offset() + 1); // afterwards, for the gate counts what was processed
        for (String other : kind.inputs().keySet()) { // a consumer passes over what compaction has taken
            TopicPartition place = new TopicPartition(other, partition);
            if (log.next(place, position(other)).isEmpty()) {
                positions.put(other, log.end(place));
            }
        }
    }

    private <W extends java.lang.Record> void read(Input<W, I> input, Entry entry) {
        var reading = new TaskContext<Read<I>>(new TaskId(0, partition), clock, this::store, record -> {
            for (Said<I> one : record.value().said()) {
                Objects.requireNonNull(stage).process(record.withValue(one));
            }
            if (record.value().said().isEmpty()) {
                fault.run();
            }
        });
        reading.at(entry.topic(), entry.partition(), entry.offset());
        var reader = input.reading().get();
        reader.init(reading);
        byte[] value = entry.value();
        W decoded = value == null
                ? null
                : input.topic().serde().deserializer().deserialize(entry.topic(), entry.headers(), value);
        reader.process(recordOf(entry, decoded));
    }

    @SuppressWarnings("NullAway") // a tombstone has none
    private static <W> Record<String, W> recordOf(Entry entry, @Nullable W value) {
        return new Record<>(entry.key(), value, entry.at(), entry.headers());
    }

    /** Lets it do what is due. */
    public void punctuate() {
        Objects.requireNonNull(context).punctuate();
    }

    private void forwarded(Record<String, Output> record) {
        if (record.value() instanceof Output.Failed(var letter) && letter != null) {
            fault.run();
        }
        for (byte @Nullable [] bytes : record.value().values()) {
            for (int to : places(record.key())) {
                said.computeIfAbsent(new TopicPartition(kind.output().name(), to), place -> new ArrayDeque<>())
                        .add(new ProducerRecord<>(kind.output().name(), to, record.key(), bytes, record.headers()));
            }
        }
    }

    private List<Integer> places(String key) {
        if (kind.output().partitioning() != Topic.Partitioning.BROADCAST) {
            return List.of(kind.output().partition(key, log.partitions()));
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < log.partitions(); i++) {
            all.add(i);
        }
        return all;
    }

    /** Some of what is under way arrives at the brokers: of each partition, and of each changelog, a part in order. */
    public void flush(RandomGenerator random) {
        said.values().forEach(queue -> send(queue, random.nextInt(queue.size() + 1)));
        written.values().forEach(queue -> keep(queue, random.nextInt(queue.size() + 1)));
    }

    /** All of it arrives, and the positions are committed. */
    public void commit() {
        said.values().forEach(queue -> send(queue, queue.size()));
        written.values().forEach(queue -> keep(queue, queue.size()));
        committed.putAll(positions);
    }

    /** Whether nothing is under way, and nothing is left to process. */
    public boolean isIdle() {
        return said.values().stream().allMatch(Deque::isEmpty) && waiting().isEmpty();
    }

    /** Ends without a word. What is under way may have arrived, in parts. */
    public void crash(RandomGenerator random) {
        flush(random);
        said.clear();
        written.clear();
        stage = null;
        context = null;
    }

    /** Ends in order, as a task does that moves. */
    public void close() {
        commit();
        Objects.requireNonNull(stage).close();
        stage = null;
        context = null;
    }

    /** Changelogs and offsets are lost while it is not there. */
    public void loseState() {
        changelogs.clear();
        committed.clear();
    }

    /** By store, how many keys its changelog holds. */
    public Map<String, Integer> kept() {
        Map<String, Integer> kept = new TreeMap<>();
        changelogs.forEach((store, changelog) -> kept.put(store, changelog.size()));
        return kept;
    }

    private void send(Deque<ProducerRecord<String, byte @Nullable []>> queue, int count) {
        for (int i = 0; i < count; i++) {
            log.append(queue.remove(), clock.getAsLong());
        }
    }

    private void keep(Deque<Write> queue, int count) {
        for (int i = 0; i < count; i++) {
            Write write = queue.remove();
            if (!hasChangelog.test(write.store())) {
                continue;
            }
            NavigableMap<String, Object> changelog = changelogs.computeIfAbsent(write.store(), name -> new TreeMap<>());
            if (write.value() == null) {
                changelog.remove(write.key());
            } else {
                changelog.put(write.key(), write.value());
            }
        }
    }
}
