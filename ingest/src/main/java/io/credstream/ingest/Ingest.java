package io.credstream.ingest;

import io.credstream.ingest.own.FleetView;
import io.credstream.ingest.own.PartitionOwner;
import io.credstream.ingest.own.ReportMeters;
import io.credstream.ingest.projection.Projections;
import io.credstream.ingest.secret.FingerprintKeys;
import io.credstream.ingest.secret.SecretReader;
import io.credstream.ingest.watch.Admission;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.WatchMeters;
import io.credstream.kube.KubeClients;
import io.credstream.observe.Health;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.apache.kafka.clients.admin.Admin;
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
    private final Runnable discovered;
    private final ScheduledExecutorService alarms;
    private final AtomicReference<@Nullable Throwable> bug;

    private Ingest(
            FleetShare share,
            FleetView fleet,
            Runnable discovered,
            ScheduledExecutorService alarms,
            AtomicReference<@Nullable Throwable> bug) {
        this.share = share;
        this.fleet = fleet;
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
     * @throws io.credstream.ingest.secret.InvalidKeyFile if there is no usable key of fingerprints
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
        FingerprintKeys keys = FingerprintKeys.load(config.fingerprintKeys());
        keys.warnings().forEach(warning -> LOG.atWarn().log(warning));
        Topics topics = config.topics();
        try (Admin admin = config.kafka().admin()) {
            config.topicSetup().ensure(admin, topics);
        }
        AtomicReference<@Nullable Throwable> bug = new AtomicReference<>();
        Consumer<Throwable> bugs = thrown -> {
            if (bug.compareAndSet(null, thrown)) {
                onBug.accept(thrown);
            }
        };
        ScheduledExecutorService alarms = alarms();
        var watching = new ClusterWatch.Shared(
                clients,
                new Projections(new SecretReader(keys)),
                config.watching(),
                Admission.of(config.watching()),
                alarms,
                clock,
                new WatchMeters(meters, clock),
                bugs);
        FleetView fleet = FleetView.start(config.kafka(), topics.clusters(), random.split(), bugs);
        var owning = new PartitionOwner.Shared(
                config.kafka(),
                topics,
                config.topicPrefix() + "ingest-",
                keys.ids(),
                new ReportMeters(meters),
                fleet,
                config.removalGrace(),
                watching);
        Runnable discovered = meters.gauge(Metric.DISCOVERED, fleet::discovered);
        return new Ingest(FleetShare.start(config, owning, meters, random), fleet, discovered, alarms, bug);
    }

    /** With nobody who looks at what is measured. */
    public static Ingest start(
            IngestConfig config,
            KubeClients clients,
            Clock clock,
            SplittableGenerator random,
            Consumer<Throwable> onBug)
            throws InterruptedException {
        return start(config, Meters.unseen(), clients, clock, random, onBug);
    }

    /** From the state of the loops themselves. */
    public Health check() {
        return share.check(bug.get() == null);
    }

    /** Stops within seconds; what is not written yet is left to whoever takes over. */
    @Override
    public void close() {
        share.close();
        discovered.run();
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
