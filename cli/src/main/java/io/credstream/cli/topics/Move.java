package io.credstream.cli.topics;

import io.credstream.audit.fuse.HeldChange;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.log.LogReader;
import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.model.Order.Target.OfCluster;
import io.credstream.model.Pin;
import io.credstream.read.Cut;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What has to come along when a fleet moves to other topics: what nobody can observe, because operators said it.
 *
 * <p>What was ordered of a change (R21) stays behind, for changes are called by their place in the topics. So that no fuse is
 * released by that, the control planes on which one holds a change are paused.
 *
 * @param paused the orders that are added
 */
record Move(
        String clustersTopic,
        Map<String, Cluster> clusters,
        Map<String, Pin> pins,
        Map<String, Order> orders,
        List<Order> paused) {

    /** How much of a topic is copied. */
    record Copied(String topic, int records) {}

    /** Reads what there is. */
    static Move of(LogReader log) {
        Topics topics = log.topics();
        Map<String, Order> orders = latest(log, topics.orders());
        orders.values().removeIf(order -> order.target() instanceof OfChange);
        List<Order> paused = pauses(log, orders);
        paused.forEach(order -> orders.put(order.key(), order));
        return new Move(
                topics.clusters().name(), latest(log, topics.clusters()), latest(log, topics.pins()), orders, paused);
    }

    private static List<Order> pauses(LogReader log, Map<String, Order> orders) {
        Topics topics = log.topics();
        var facts = log.facts(List.of(
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.orders(),
                topics.manifestUpdates()));
        Map<String, Order> paused = new TreeMap<>();
        for (HeldChange held : HeldChange.in(facts)) {
            Order pause = new Order(
                    new OfCluster(held.target().cluster()),
                    new Brake(Mode.PAUSE),
                    FleetFileReader.currentUser(),
                    "a fuse held " + held.target().change().describe() + " when the topics were changed",
                    log.moment());
            if (!isBraked(orders.get(pause.key()))) {
                paused.putIfAbsent(pause.key(), pause);
            }
        }
        return List.copyOf(paused.values());
    }

    private static boolean isBraked(@Nullable Order order) {
        return order != null && order.action() instanceof Brake(Mode mode) && mode != Mode.RESUME;
    }

    List<Copied> copied() {
        return List.of(
                new Copied("clusters", clusters.size()),
                new Copied("pins", pins.size()),
                new Copied("orders", orders.size() - paused.size()));
    }

    /**
     * Returns if nothing would be overwritten there that somebody said there.
     *
     * @throws Failure if there is nothing to copy, or the other topics are in use
     */
    void requireRoom(LogReader there) {
        if (clusters.isEmpty() && pins.isEmpty() && orders.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of(clustersTopic
                            + " has no cluster, and there are neither pins nor orders; check --topic-prefix"));
        }
        Topics to = there.topics();
        requireSame(to.clusters(), clusters, latest(there, to.clusters()));
        requireSame(to.pins(), pins, latest(there, to.pins()));
        Map<String, Order.Action> actions = new TreeMap<>();
        orders.forEach((key, order) -> actions.put(key, order.action()));
        Map<String, Order.Action> existing = new TreeMap<>();
        latest(there, to.orders()).forEach((key, order) -> existing.put(key, order.action()));
        requireSame(to.orders(), actions, existing);
    }

    private static <T> void requireSame(Topic<?> topic, Map<String, T> wanted, Map<String, T> existing) {
        existing.forEach((key, value) -> {
            if (!value.equals(wanted.get(key))) {
                throw new Failure(
                        ExitCode.FAILURE,
                        List.of("Topic " + topic.name() + " says something else of " + key
                                + " already; give a --to-prefix of topics that nobody uses"));
            }
        });
    }

    /** Members last: what is ordered of them is there before them. Returns when the brokers have all of it. */
    void write(Producer<String, byte[]> producer, Topics to) throws InterruptedException {
        write(producer, to.orders(), orders);
        write(producer, to.pins(), pins);
        write(producer, to.clusters(), clusters);
    }

    private static <V extends Record> void write(
            Producer<String, byte[]> producer, Topic<V> topic, Map<String, V> values) throws InterruptedException {
        int partitions = producer.partitionsFor(topic.name()).size();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        values.forEach((key, value) ->
                topic.records(key, value, partitions).forEach(record -> sent.add(producer.send(record))));
        try {
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e);
        }
    }

    /** @throws Failure if a newer build wrote some of it: to leave it out could release a brake */
    private static <V extends Record> Map<String, V> latest(LogReader log, Topic<V> topic) {
        Map<String, V> latest = new TreeMap<>();
        log.read(topic, Cut.START, record -> {
            switch (record) {
                case TopicRecord.Value<V> value -> latest.put(value.key(), value.value());
                case TopicRecord.Tombstone<V> tombstone -> latest.remove(tombstone.key());
                case TopicRecord.Unreadable<V> unreadable -> {
                    if (unreadable.newer() != null) {
                        throw new Failure(
                                ExitCode.CANNOT_KNOW,
                                List.of(topic.name() + ": " + unreadable.newer().describe() + "; use that build"));
                    }
                }
            }
        });
        return latest;
    }
}
