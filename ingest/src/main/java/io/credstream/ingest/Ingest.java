package io.credstream.ingest;

import io.credstream.ingest.own.BudgetMeters;
import io.credstream.ingest.own.ControlPlaneEpochs;
import io.credstream.ingest.own.FleetView;
import io.credstream.ingest.own.PartitionOwner;
import io.credstream.ingest.own.ReportMeters;
import io.credstream.ingest.own.Stocktaking;
import io.credstream.ingest.watch.Admission;
import io.credstream.ingest.watch.Bulkhead;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Room;
import io.credstream.ingest.watch.WatchMeters;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Health;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.projection.Projection;
import io.credstream.projection.Projections;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the clusters that fall to this instance and writes what they show.
 *
 * <p>Any number of instances share the clusters of a fleet; Kafka's consumer group says who has which. What is in the topics
 * is exactly once, whatever instances do to each other: see {@link PartitionOwner}.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final FleetShare share;
    private final FleetView fleet;
    private final ControlPlaneEpochs controlPlanes;
    private final TopicWatch topicWatch;
    private final Stocktaking stocktaking;
    private final Loops loops;
    private final Runnable discovered;
    private final ScheduledExecutorService alarms;
    private final AtomicReference<@Nullable Throwable> bug;

    private Ingest(
            FleetShare share,
            FleetView fleet,
            ControlPlaneEpochs controlPlanes,
            TopicWatch topicWatch,
            Stocktaking stocktaking,
            Loops loops,
            Runnable discovered,
            ScheduledExecutorService alarms,
            AtomicReference<@Nullable Throwable> bug) {
        this.share = share;
        this.fleet = fleet;
        this.controlPlanes = controlPlanes;
        this.topicWatch = topicWatch;
        this.stocktaking = stocktaking;
        this.loops = loops;
        this.discovered = discovered;
        this.alarms = alarms;
        this.bug = bug;
    }

    /**
     * Starts. Returns when the topics are there and fit for use; clusters are taken over from then on.
     *
     * @param meters what is measured
     * @param clients of clusters, which whoever made them closes, after this
     * @param random spreads what would otherwise happen everywhere at once
     * @param onBug gets, once, what no loop can go on after; the process should end then
     * @throws io.credstream.projection.secret.InvalidKeyFile if there is no usable key of fingerprints
     * @throws io.credstream.topics.UnfitTopicsException if the topics would lose history
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static Ingest start(
            IngestConfig config,
            Meters meters,
            KubeClients clients,
            Clock clock,
            SplittableGenerator random,
            Consumer<Throwable> onBug)
            throws InterruptedException {
        return start(config, meters, clients::openHttp, projection -> projection, clock, random, onBug);
    }

    /**
     * As above, for tests that have something fail.
     *
     * @param connector how clusters are reached
     * @param projecting what stands between objects and records, made of what usually does
     */
    public static Ingest start(
            IngestConfig config,
            Meters meters,
            ClusterWatch.Connector connector,
            UnaryOperator<Projection> projecting,
            Clock clock,
            SplittableGenerator random,
            Consumer<Throwable> onBug)
            throws InterruptedException {
        FingerprintKeys keys = FingerprintKeys.load(config.fingerprintKeys());
        keys.warnings().forEach(warning -> LOG.atWarn().log(warning));
        Topics topics = config.kafka().topics();
        config.kafka().topicSetup().ensure(config.kafka().clients(), topics);
        AtomicReference<@Nullable Throwable> bug = new AtomicReference<>();
        Consumer<Throwable> bugs = thrown -> {
            if (bug.compareAndSet(null, thrown)) {
                onBug.accept(thrown);
            }
        };
        ScheduledExecutorService alarms = alarms();
        var watching = new ClusterWatch.Shared(
                connector,
                projecting.apply(new Projections(config.watching().secretSelector(), keys.reader())),
                config.watching(),
                Admission.of(config.watching()),
                Room.of(config.watching()),
                alarms,
                clock,
                new WatchMeters(meters, clock),
                new Bulkhead(meters, bugs));
        KafkaClients kafka = config.kafka().clients();
        TopicWatch topicWatch =
                TopicWatch.start(kafka::admin, config.kafka().topicSetup(), topics, TopicWatch.INTERVAL);
        Stocktaking stocktaking = Stocktaking.start(kafka, topics, topicWatch, random.split(), bugs);
        Loops loops = new Loops(meters, Metric.Part.INGEST, System::nanoTime);
        FleetView fleet = FleetView.start(
                kafka,
                topics.clusters(),
                () -> topicWatch.id(topics.clusters().name()),
                random.split(),
                bugs,
                loops.open(Loop.Kind.MEMBERS, ""));
        ControlPlaneEpochs controlPlanes = ControlPlaneEpochs.start(
                config.kafka().clients(),
                topics.clusterStatus(),
                () -> topicWatch.id(topics.clusterStatus().name()),
                random.split(),
                bugs,
                loops.open(Loop.Kind.CONTROL_PLANES, ""));
        var owning = new PartitionOwner.Shared(
                kafka,
                topics,
                config.group() + "-",
                keys.comparableIds(),
                new ReportMeters(meters),
                new BudgetMeters(meters),
                fleet,
                stocktaking,
                config.removalGrace(),
                watching,
                controlPlanes,
                loops);
        Runnable discovered = meters.gauge(Metric.DISCOVERED, fleet::discovered);
        return new Ingest(
                FleetShare.start(config, owning, meters, random),
                fleet,
                controlPlanes,
                topicWatch,
                stocktaking,
                loops,
                discovered,
                alarms,
                bug);
    }

    /** From the state of the loops themselves. */
    public Health check() {
        return share.check(bug.get() == null)
                .and(fleet.trouble().map(Health::notReady).orElse(Health.FINE))
                .and(controlPlanes.trouble().map(Health::notReady).orElse(Health.FINE))
                .and(topicWatch.trouble().map(Health::notReady).orElse(Health.FINE))
                .and(stocktaking.trouble().map(Health::notReady).orElse(Health.FINE))
                .and(loops.check());
    }

    /** Stops within seconds; what is not written yet is left to whoever takes over. */
    @Override
    public void close() {
        share.close();
        stocktaking.close();
        topicWatch.close();
        discovered.run();
        loops.close();
        controlPlanes.close();
        fleet.close();
        alarms.shutdownNow();
    }

    private static ScheduledExecutorService alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("ingest-alarms").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }
}
