package io.credstream.simulation.service;

import io.credstream.model.ApplyReport;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.simulation.log.Entry;
import io.credstream.simulation.log.SimulatedLog;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A sink process. What it was told of the fleet and by operators, it reads whole and again at each start. */
public final class SinkNode implements DrivenSink.Surroundings {

    /**
     * An offset of the group.
     *
     * @param readFrom before it: from where on settled decisions are recalled
     */
    public record Committed(long settled, long readFrom) {}

    private record Message(List<ProducerRecord<String, byte[]>> records, Runnable then) {}

    private final Topics topics;
    private final SimulatedLog log;
    private final LongSupplier clock;
    private final Network network;
    private final RandomGenerator random;
    private final Collaborators with;
    private final Consumer<String> failures;
    private final Map<Integer, Committed> committed;
    private final Deque<Message> outbox = new ArrayDeque<>();
    private final Map<TopicPartition, Long> followed =
            new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString));
    private final Map<Integer, CompletableFuture<Void>> leaving = new TreeMap<>();
    private @Nullable DrivenSink sink;

    /**
     * @param committed the offsets of the group, which all sinks share
     * @param failures told of what nothing here should lead to
     */
    public SinkNode(
            Topics topics,
            SimulatedLog log,
            LongSupplier clock,
            Network network,
            RandomGenerator random,
            Collaborators with,
            Map<Integer, Committed> committed,
            Consumer<String> failures) {
        this.topics = topics;
        this.log = log;
        this.clock = clock;
        this.network = network;
        this.random = random;
        this.with = with;
        this.committed = committed;
        this.failures = failures;
    }

    public void start() {
        sink = new DrivenSink(topics, this, () -> clock.getAsLong() * 1_000_000, random, with);
        followed.clear();
        outbox.clear();
        leaving.clear();
        hear(Integer.MAX_VALUE);
    }

    /** Ends without a word; what was not sent is lost, and requests under way go on. */
    public void crash() {
        sink().end();
        sink = null;
        outbox.clear();
    }

    public boolean isRunning() {
        return sink != null;
    }

    /** Takes over a partition, from what was committed. */
    public void open(int partition) {
        hear(Integer.MAX_VALUE);
        Committed from = committed.getOrDefault(partition, new Committed(0, 0));
        sink().open(
                        partition,
                        from.readFrom(),
                        from.settled(),
                        with.readFirst(from.settled(), log.end(place(partition))));
        read(partition, 0);
    }

    public boolean owns(int partition) {
        return sink().owns(partition) && !leaving.containsKey(partition);
    }

    /** Whether there is something to read of a partition of its own. */
    public boolean isBehind(int partition) {
        return owns(partition) && sink().position(partition) < log.end(place(partition));
    }

    /** Reads at most so many records of a partition of its own. */
    public void read(int partition, int count) {
        List<ConsumerRecord<String, byte @Nullable []>> records = new ArrayList<>();
        long position = sink().position(partition);
        while (records.size() < count) {
            Optional<Entry> next = log.next(place(partition), position);
            if (next.isEmpty()) {
                break;
            }
            if (with.heeds(next.get())) {
                records.add(next.get().consumed());
            }
            position = next.get().offset() + 1;
        }
        boolean end = log.next(place(partition), position).isEmpty();
        sink().accept(partition, records, end ? log.end(place(partition)) : position);
        sink().turn();
    }

    /** Reads at most so many records of what operators and the fleet say. */
    public void hear(int count) {
        int left = count;
        left = follow(topics.orders(), 1, left, (key, order) -> {
            if (order != null) {
                sink().obey(order);
            }
        });
        follow(topics.clusters(), log.partitions(), left, (key, cluster) -> sink().know(key, cluster));
        sink().turn();
    }

    private <V extends Record> int follow(
            Topic<V> topic, int partitions, int count, java.util.function.BiConsumer<String, @Nullable V> said) {
        int left = count;
        for (int partition = 0; partition < partitions; partition++) {
            TopicPartition place = new TopicPartition(topic.name(), partition);
            Optional<Entry> next = log.next(place, followed.getOrDefault(place, 0L));
            while (next.isPresent() && left > 0) {
                Entry entry = next.get();
                byte[] value = entry.value();
                said.accept(entry.key(), value == null ? null : topic.serde().decode(value));
                followed.put(place, entry.offset() + 1);
                left--;
                next = log.next(place, entry.offset() + 1);
            }
        }
        return left;
    }

    /** Lets it do what is due. */
    public void turn() {
        sink().turn();
        leaving.entrySet().removeIf(entry -> {
            if (entry.getValue().isDone()) {
                send(Integer.MAX_VALUE);
                committed.put(entry.getKey(), committable(entry.getKey()));
                sink().forget(entry.getKey());
            }
            return entry.getValue().isDone();
        });
    }

    /** Reports arrive at the brokers, in order, at most so many. */
    public void send(int count) {
        for (int i = 0; i < count && !outbox.isEmpty(); i++) {
            Message message = outbox.remove();
            message.records().forEach(record -> log.append(Ingest.nullable(record), clock.getAsLong()));
            message.then().run();
        }
    }

    /** Commits what is settled. */
    public void commit(int partition) {
        committed.put(partition, committable(partition));
    }

    /** Gives up a partition; it is somebody else's once nothing of it is under way. */
    public void leave(int partition) {
        leaving.put(partition, sink().release(partition));
        turn();
    }

    /** Whether it still has to do with a partition. */
    public boolean holds(int partition) {
        return sink != null && sink.owns(partition);
    }

    public boolean isIdle() {
        return outbox.isEmpty() && leaving.isEmpty();
    }

    @Override
    public CompletableFuture<DrivenSink.Reply> request(ManifestUpdate update, String patch) {
        return network.send(update, patch);
    }

    @Override
    public void report(ApplyReport report, Runnable then) {
        outbox.add(new Message(topics.applyReports().records(report.key(), report, log.partitions()), then));
    }

    @Override
    public void order(Order order) {
        outbox.add(new Message(topics.orders().records(order.key(), order, log.partitions()), () -> {}));
    }

    @Override
    public void failed(String what) {
        failures.accept(what);
    }

    private Committed committable(int partition) {
        return new Committed(sink().committable(partition), sink().readFrom(partition));
    }

    private TopicPartition place(int partition) {
        return new TopicPartition(topics.manifestUpdates().name(), partition);
    }

    private DrivenSink sink() {
        return Objects.requireNonNull(sink);
    }
}
