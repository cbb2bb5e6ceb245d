package io.credstream.sink;

import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.observe.ConsumerLag;
import io.credstream.observe.Fault;
import io.credstream.observe.GroupContact;
import io.credstream.observe.Health;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.observe.ReadAgain;
import io.credstream.observe.Since;
import io.credstream.read.NewerRecord;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.ClusterConnections;
import io.credstream.sink.cluster.Requests;
import io.credstream.sink.intake.CommittedOffsets;
import io.credstream.sink.intake.SinkLoop;
import io.credstream.sink.intake.WholeTopic;
import io.credstream.sink.lane.Compartment;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneMeters;
import io.credstream.sink.lane.LaneThread;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.report.Ledger;
import io.credstream.sink.report.Outbox;
import io.credstream.sink.report.WriteMeters;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaTrouble;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicWatch;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out decisions: reads {@code manifest-updates}, writes Manifests, reports what became of each.
 *
 * <p>Promises: an update that became moot before its turn is never written; of several about one Manifest the newest wins; one
 * that cannot be written because of its cluster is tried again until it can or is moot, across restarts; no cluster delays
 * another. Several sinks of one group share the control planes.
 */
public final class Sink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

    private final LaneThread timers = new LaneThread(this::fail);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ClusterConnections connections;
    private final Outbox outbox;
    private final TopicWatch topics;
    private final Requests requests;
    private final Duration session;
    private final Thread thread;
    private final Loops loops;
    private final Since behind = new Since();
    private final Loop reading;
    private boolean joined; // the loop's own
    private long progress; // the loop's own
    private volatile boolean caughtUp;
    private volatile List<String> waits = List.of();
    private volatile @Nullable String trouble;
    private volatile Supplier<Map<MetricName, ? extends org.apache.kafka.common.Metric>> membership = Map::of;

    private Sink(
            SinkConfig config,
            Meters meters,
            Clock clock,
            RandomGenerator random,
            UnaryOperator<ClusterAccess> ways,
            LongSupplier nanos) {
        this.connections = new ClusterConnections(
                config.connectTimeout(), config.requestTimeout(), config.events(), timers, clock);
        this.outbox = new Outbox(
                () -> config.kafka().producer(Outbox.PRODUCER_SETTINGS), config.topics(), AFTER_REFUSAL, this::fail);
        this.topics = TopicWatch.start(
                () -> config.kafka().admin(), config.topicSetup(), config.topics(), TopicWatch.INTERVAL);
        this.session = config.sessionTimeout();
        this.loops = new Loops(meters, Metric.Part.SINK, nanos);
        this.reading = loops.open(Loop.Kind.DECISIONS, "", behind);
        this.requests = new Requests(loops::now);
        timers.show(loops.open(Loop.Kind.LANES, ""));
        var unused = loops.open(Loop.Kind.REQUESTS, "", requests::oldest);
        unused = loops.open(Loop.Kind.REPORTS, "", outbox::oldest);
        this.thread = Thread.ofPlatform()
                .name("sink-loop")
                .daemon()
                .unstarted(() -> run(config, meters, clock, random, ways));
    }

    /**
     * Creates or verifies the topics, and starts.
     *
     * @param meters what is measured
     * @param clock for the times in Kubernetes Events
     * @param random for the jitter of retries
     * @throws io.credstream.topics.UnfitTopicsException if existing topics are not fit for use
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
     */
    public static Sink start(SinkConfig config, Meters meters, Clock clock, RandomGenerator random)
            throws InterruptedException {
        return start(config, meters, clock, random, access -> access, System::nanoTime);
    }

    /**
     * @param ways stands between lanes and clusters
     * @param nanos by which loops are judged
     */
    static Sink start(
            SinkConfig config,
            Meters meters,
            Clock clock,
            RandomGenerator random,
            UnaryOperator<ClusterAccess> ways,
            LongSupplier nanos)
            throws InterruptedException {
        try (Admin admin = config.kafka().admin()) {
            config.topicSetup().ensure(admin, config.topics());
        }
        var sink = new Sink(config, meters, clock, random, ways, nanos);
        sink.thread.start();
        return sink;
    }

    /** With nobody who looks at what is measured. */
    public static Sink start(SinkConfig config, Clock clock, RandomGenerator random) throws InterruptedException {
        return start(config, Meters.unseen(), clock, random);
    }

    /** Derived from what the loop itself did last, so that a loop that is dead or stuck cannot look well. */
    public Health check() {
        if (ended.isDone()) {
            return Health.dead(ended.isCompletedExceptionally() ? "failed; see the log" : "closed");
        }
        Health caught = Optional.ofNullable(trouble)
                .map(Health::notReady)
                .orElseGet(() -> caughtUp ? Health.FINE : Health.notReady("reads what was decided before"));
        List<String> waiting = waits;
        Health known = waiting.isEmpty() ? Health.FINE : new Health(true, false, waiting);
        Health hearing = GroupContact.lost(membership.get(), session)
                .map(Health::notReady)
                .orElse(Health.FINE);
        Health reporting = outbox.trouble().map(Health::notReady).orElse(Health.FINE);
        Health there = topics.trouble().map(Health::notReady).orElse(Health.FINE);
        return caught.and(known).and(hearing).and(reporting).and(there).and(loops.check());
    }

    /** Completes when the sink has ended: exceptionally if it failed, which the process should not survive. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Ends within seconds: waits for the answers to requests under way, and commits. What is left is left to the next start. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(
            SinkConfig config, Meters meters, Clock clock, RandomGenerator random, UnaryOperator<ClusterAccess> ways) {
        try (var fleetConsumer = config.kafka().consumer(named("credstream-sink-fleet"));
                var orderConsumer = config.kafka().consumer(named("credstream-sink-orders"));
                var consumer = config.kafka().consumer(consumerSettings(config))) {
            var ledger = new Ledger(outbox, new WriteMeters(meters, clock), clock);
            var laneMeters = new LaneMeters(meters);
            var shared = new Compartment.Shared(
                    config.lanes(),
                    GuardedPatch::of,
                    ledger,
                    timers,
                    random,
                    config.requestTimeout().plusSeconds(1));
            var lanes = new Lanes(
                    timers,
                    (cluster, fuse) -> new Compartment(
                            cluster, requests.watching(ways.apply(connections.access(cluster))), fuse, shared),
                    new Fuses(config.topics()),
                    laneMeters);
            var fleet = new WholeTopic<>(
                    fleetConsumer,
                    config.topics().clusters(),
                    idOf(config.topics().clusters()),
                    (id, cluster) -> {
                        connections.put(id, cluster);
                        laneMeters.member(id, cluster != null);
                        lanes.know(id, cluster);
                    },
                    ledger::passedOver,
                    () -> {});
            var orders = new WholeTopic<>(
                    orderConsumer,
                    config.topics().orders(),
                    idOf(config.topics().orders()),
                    (key, order) -> {
                        if (order != null) {
                            lanes.obey(order);
                        }
                    },
                    ledger::passedOver,
                    lanes::sayHeldAgain);
            var again = new ReadAgain<>(
                    meters,
                    Metric.Part.SINK,
                    List.of(config.topics().manifestUpdates().name()),
                    CommittedOffsets.Doubt.class);
            var loop = new SinkLoop(
                    consumer,
                    config.topics().manifestUpdates(),
                    idOf(config.topics().manifestUpdates()),
                    lanes,
                    ledger,
                    outbox,
                    config.maxPending(),
                    config.skipped(),
                    again::add,
                    config.requestTimeout().plusSeconds(1),
                    () -> orders.readToEnd(POLL),
                    () -> !orders.newer().isEmpty());
            membership = consumer::metrics;
            showLag(meters, config.topics().clusters(), fleetConsumer);
            showLag(meters, config.topics().manifestUpdates(), consumer);
            while (stop.getCount() > 0) {
                turn(loop, fleet, orders);
            }
            loop.leave();
        } catch (RuntimeException | Error e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** What Kafka refuses, or does not do in time, is somebody else's to mend, and can be while we wait. */
    private void turn(SinkLoop loop, WholeTopic<Cluster> fleet, WholeTopic<Order> orders) throws InterruptedException {
        reading.turned();
        try {
            if (!joined) {
                fleet.readToEnd(POLL);
                loop.join();
                joined = true;
            }
            loop.step(POLL);
            fleet.poll(Duration.ZERO);
            orders.poll(Duration.ZERO);
            caughtUp = loop.caughtUp();
            waits = waits(loop, fleet, orders);
            trouble = null;
            progressed(loop);
        } catch (InterruptException | WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (!KafkaTrouble.isTheirs(e)) {
                throw e;
            }
            trouble = KafkaTrouble.describe(e);
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("Kafka refuses us or does not answer; it is asked again");
            if (stop.await(AFTER_REFUSAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void progressed(SinkLoop loop) {
        if (loop.progress() != progress) {
            progress = loop.progress();
            reading.progressed();
            behind.set(false, loops.now());
        }
        behind.set(loop.isBehind(), loops.now());
    }

    private static List<String> waits(SinkLoop loop, WholeTopic<?> fleet, WholeTopic<?> orders) {
        return Stream.concat(
                        Stream.of(orders, fleet)
                                .flatMap(topic -> topic.newer().newest().stream())
                                .map(NewerRecord::describe),
                        loop.waits().stream())
                .toList();
    }

    private Supplier<Optional<Uuid>> idOf(Topic<?> topic) {
        return () -> topics.id(topic.name());
    }

    private static Map<String, Object> named(String client) {
        return Map.of(ConsumerConfig.CLIENT_ID_CONFIG, client);
    }

    /** Of a client that lives as long as the sink. */
    private static void showLag(Meters meters, Topic<?> topic, Consumer<?, ?> consumer) {
        var unused = ConsumerLag.show(meters, Metric.Part.SINK, List.of(topic.name()), consumer::metrics);
    }

    private void end() {
        topics.close();
        loops.close();
        timers.close();
        connections.close();
        outbox.close();
        ended.complete(null);
    }

    /** May be called from any thread. */
    private void fail(Throwable bug) {
        if (ended.completeExceptionally(bug)) {
            Fault fault = Fault.of(bug);
            LOG.atError()
                    .setCause(fault.stackTrace())
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .log("The sink has failed, and stops");
        }
        stop.countDown();
    }

    private static Map<String, Object> consumerSettings(SinkConfig config) {
        Map<String, Object> settings = new HashMap<>(KafkaClients.membership(config.sessionTimeout()));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "credstream-sink");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }
}
