package io.credstream.sink;

import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.observe.ConsumerLag;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.observe.ReadAgain;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.ClusterConnections;
import io.credstream.sink.intake.CommittedOffsets;
import io.credstream.sink.intake.SinkLoop;
import io.credstream.sink.intake.WholeTopic;
import io.credstream.sink.lane.Compartment;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneContext;
import io.credstream.sink.lane.LaneMeters;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.lane.Timers;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.report.Ledger;
import io.credstream.sink.report.Outbox;
import io.credstream.sink.report.WriteMeters;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Uuid;

/** Connects what a sink reads with the lanes that it goes to, and these with the reports of what became of it. */
final class Wiring {

    private final SinkConfig config;
    private final Meters meters;
    private final ClusterConnections connections;
    private final Outbox outbox;
    private final TopicWatch watch;
    private final Duration drainLimit;
    private final Ledger ledger;
    private final LaneMeters laneMeters;
    private final Lanes lanes;

    /** @param access the way to a cluster, by its id */
    Wiring(
            SinkConfig config,
            Meters meters,
            Clock clock,
            RandomGenerator random,
            ClusterConnections connections,
            Function<String, ClusterAccess> access,
            Timers timers,
            Outbox outbox,
            TopicWatch watch) {
        this.config = config;
        this.meters = meters;
        this.connections = connections;
        this.outbox = outbox;
        this.watch = watch;
        this.drainLimit = config.requestTimeout().plusSeconds(1);
        this.ledger = new Ledger(outbox, new WriteMeters(meters, clock), clock);
        this.laneMeters = new LaneMeters(meters);
        var shared = new LaneContext(config.lanes(), GuardedPatch::of, ledger, timers, random, drainLimit);
        this.lanes = new Lanes(
                timers,
                (cluster, fuse) -> new Compartment(cluster, access.apply(cluster), fuse, shared),
                new Fuses(config.kafka().topics(), ledger),
                laneMeters);
    }

    WholeTopic<Cluster> fleet(Consumer<String, byte[]> consumer) {
        Topic<Cluster> topic = config.kafka().topics().clusters();
        showLag(topic, consumer);
        return new WholeTopic<>(
                consumer,
                topic,
                idOf(topic),
                (id, cluster) -> {
                    connections.put(id, cluster);
                    laneMeters.member(id, cluster != null);
                    lanes.know(id, cluster);
                },
                ledger::passedOver,
                () -> {});
    }

    WholeTopic<Order> orders(Consumer<String, byte[]> consumer) {
        Topic<Order> topic = config.kafka().topics().orders();
        return new WholeTopic<>(
                consumer,
                topic,
                idOf(topic),
                (key, order) -> {
                    if (order != null) {
                        lanes.obey(order);
                    }
                },
                ledger::passedOver,
                lanes::sayHeldAgain);
    }

    SinkLoop decisions(Consumer<String, byte[]> consumer, WholeTopic<Order> orders) {
        Topics topics = config.kafka().topics();
        showLag(topics.manifestUpdates(), consumer);
        var again = new ReadAgain<>(
                meters, Metric.Part.SINK, List.of(topics.manifestUpdates().name()), CommittedOffsets.Doubt.class);
        return new SinkLoop(
                consumer,
                topics.manifestUpdates(),
                idOf(topics.manifestUpdates()),
                lanes,
                ledger,
                outbox,
                config.maxPending(),
                config.skipped(),
                again::add,
                drainLimit,
                () -> orders.readToEnd(Reading.POLL),
                () -> !orders.newer().isEmpty());
    }

    private Supplier<Optional<Uuid>> idOf(Topic<?> topic) {
        return () -> watch.id(topic.name());
    }

    /** Of a client that lives as long as the sink. */
    private void showLag(Topic<?> topic, Consumer<?, ?> consumer) {
        var unused = ConsumerLag.show(meters, Metric.Part.SINK, List.of(topic.name()), consumer::metrics);
    }
}
