package io.credstream.sink;

import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.observe.ConsumerLag;
import io.credstream.observe.Health;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Refusal;
import io.credstream.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
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
    private static final Duration STUCK_AFTER = Duration.ofMinutes(1);
    private static final long AFTER_REFUSAL_SECONDS = 5;

    private final LaneThread timers = new LaneThread(this::fail);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ClusterConnections connections;
    private final Outbox outbox;
    private final Thread thread;
    private boolean joined; // the loop's own
    private volatile long lastStep = System.nanoTime();
    private volatile boolean caughtUp;
    private volatile @Nullable String refusal;

    private Sink(SinkConfig config, Meters meters, Clock clock, RandomGenerator random) {
        this.connections = new ClusterConnections(config, timers, clock);
        this.outbox = new Outbox(config.kafka().producer(Outbox.PRODUCER_SETTINGS), config.topics(), this::fail);
        this.thread =
                Thread.ofPlatform().name("sink-loop").daemon().unstarted(() -> run(config, meters, clock, random));
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
        try (Admin admin = config.kafka().admin()) {
            config.topicSetup().ensure(admin, config.topics());
        }
        var sink = new Sink(config, meters, clock, random);
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
        if (System.nanoTime() - lastStep > STUCK_AFTER.toNanos()) {
            return Health.dead("the loop does not turn");
        }
        String refused = refusal;
        if (refused != null) {
            return Health.notReady(refused);
        }
        return caughtUp ? Health.FINE : Health.notReady("reads what was decided before");
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

    private void run(SinkConfig config, Meters meters, Clock clock, RandomGenerator random) {
        try (var fleetConsumer = config.kafka().consumer(named("credstream-sink-fleet"));
                var orderConsumer = config.kafka().consumer(named("credstream-sink-orders"));
                var consumer = config.kafka().consumer(consumerSettings(config))) {
            var ledger = new Ledger(outbox, new WriteMeters(meters, clock), clock);
            var laneMeters = new LaneMeters(meters);
            var lanes = new Lanes(
                    timers,
                    (cluster, fuse) -> new Lane(
                            cluster, config.lanes(), connections.writer(cluster), fuse, ledger, timers, random),
                    new Fuses(config.topics()),
                    laneMeters);
            var fleet = new WholeTopic<>(fleetConsumer, config.topics().clusters(), (id, cluster) -> {
                connections.put(id, cluster);
                laneMeters.member(id, cluster != null);
                lanes.know(id, cluster);
            });
            var orders = new WholeTopic<>(orderConsumer, config.topics().orders(), (key, order) -> {
                if (order != null) {
                    lanes.obey(order);
                }
            });
            var loop = new SinkLoop(
                    consumer,
                    config.topics().manifestUpdates(),
                    lanes,
                    ledger,
                    outbox,
                    config.maxPending(),
                    config.requestTimeout().plusSeconds(1),
                    () -> orders.readToEnd(POLL));
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

    /** Missing rights on Kafka are somebody else's to mend, and can be while we wait. */
    private void turn(SinkLoop loop, WholeTopic<Cluster> fleet, WholeTopic<Order> orders) throws InterruptedException {
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
            refusal = null;
        } catch (AuthenticationException | AuthorizationException e) {
            refusal = Refusal.in(e).orElseThrow();
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("Kafka refuses us");
            if (stop.await(AFTER_REFUSAL_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        }
        lastStep = System.nanoTime();
    }

    private static Map<String, Object> named(String client) {
        return Map.of(ConsumerConfig.CLIENT_ID_CONFIG, client);
    }

    /** Of a client that lives as long as the sink. */
    private static void showLag(Meters meters, Topic<?> topic, Consumer<?, ?> consumer) {
        var unused = ConsumerLag.show(meters, Metric.Part.SINK, List.of(topic.name()), consumer::metrics);
    }

    private void end() {
        timers.close();
        connections.close();
        outbox.close();
        ended.complete(null);
    }

    /** May be called from any thread. */
    private void fail(Throwable bug) {
        if (ended.completeExceptionally(bug)) {
            LOG.atError().setCause(bug).log("The sink has failed, and stops");
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
