package io.credstream.sink;

import io.credstream.observe.Fault;
import io.credstream.observe.GroupContact;
import io.credstream.observe.Health;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.observe.Since;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.ClusterConnections;
import io.credstream.sink.cluster.Requests;
import io.credstream.sink.lane.LaneThread;
import io.credstream.sink.report.Outbox;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicWatch;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.MetricName;
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
    private final Loop decisions;
    private volatile @Nullable Reading reading;
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
        KafkaSetup kafka = config.kafka();
        this.outbox = new Outbox(
                () -> kafka.clients().producer(Outbox.PRODUCER_SETTINGS), kafka.topics(), AFTER_REFUSAL, this::fail);
        this.topics = TopicWatch.start(kafka.clients()::admin, kafka.topicSetup(), kafka.topics(), TopicWatch.INTERVAL);
        this.session = kafka.sessionTimeout();
        this.loops = new Loops(meters, Metric.Part.SINK, nanos);
        this.decisions = loops.open(Loop.Kind.DECISIONS, "", behind);
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
        config.kafka()
                .topicSetup()
                .ensure(config.kafka().clients(), config.kafka().topics());
        var sink = new Sink(config, meters, clock, random, ways, nanos);
        sink.thread.start();
        return sink;
    }

    /** Derived from what the loop itself did last, so that a loop that is dead or stuck cannot look well. */
    public Health check() {
        if (ended.isDone()) {
            return Health.dead(ended.isCompletedExceptionally() ? "failed; see the log" : "closed");
        }
        Reading now = reading;
        Health caught = now == null ? Reading.BEHIND : now.check();
        Health hearing = GroupContact.lost(membership.get(), session)
                .map(Health::notReady)
                .orElse(Health.FINE);
        Health reporting = outbox.trouble().map(Health::notReady).orElse(Health.FINE);
        Health there = topics.trouble().map(Health::notReady).orElse(Health.FINE);
        return caught.and(hearing).and(reporting).and(there).and(loops.check());
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
        try (var fleetConsumer = config.kafka().clients().consumer(named("credstream-sink-fleet"));
                var orderConsumer = config.kafka().clients().consumer(named("credstream-sink-orders"));
                var consumer = config.kafka().clients().consumer(consumerSettings(config))) {
            var wiring = new Wiring(
                    config,
                    meters,
                    clock,
                    random,
                    connections,
                    cluster -> requests.watching(ways.apply(connections.access(cluster))),
                    timers,
                    outbox,
                    topics);
            var fleet = wiring.fleet(fleetConsumer);
            var orders = wiring.orders(orderConsumer);
            var loop = wiring.decisions(consumer, orders);
            var turns = new Reading(loop, fleet, orders, decisions, behind, loops::now);
            membership = consumer::metrics;
            reading = turns;
            while (stop.getCount() > 0) {
                if (!turns.turn()) {
                    var unused = stop.await(AFTER_REFUSAL.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            turns.leave();
        } catch (RuntimeException | Error e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private static Map<String, Object> named(String client) {
        return Map.of(ConsumerConfig.CLIENT_ID_CONFIG, client);
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
        Map<String, Object> settings =
                new HashMap<>(KafkaClients.membership(config.kafka().sessionTimeout()));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "credstream-sink");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }
}
