package io.credstream.golden.writing;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.observe.Meters;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.lane.Compartment;
import io.credstream.sink.lane.Fuse;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneContext;
import io.credstream.sink.lane.LaneMeters;
import io.credstream.sink.lane.LaneReports;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.lane.Timers;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The lanes of a sink, and the time they live in, which passes when somebody says so. */
final class LanesInTime implements Timers, ClusterAccess, LaneReports {

    /** Clusters to write to, and whoever hears of it. */
    interface Surroundings {

        /** One request; completes with the resulting resource version, or with nothing if the cluster does not answer. */
        CompletableFuture<Optional<String>> write(ManifestUpdate update);

        void reported(ManifestUpdate update, Result result, @Nullable String resourceVersion);

        void moot(ManifestUpdate update);
    }

    private record Task(Duration at, long order, Runnable what) {}

    private final Surroundings surroundings;
    private final ToIntFunction<String> patchesPerSecond;
    private final RandomGenerator random;
    private final Map<String, Cluster> fleet = new HashMap<>();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::order));
    private final Lanes lanes;
    private Duration now = Duration.ZERO;
    private long order;

    /** @param patchesPerSecond that a cluster is to bear */
    LanesInTime(Surroundings surroundings, ToIntFunction<String> patchesPerSecond, RandomGenerator random) {
        this.surroundings = surroundings;
        this.patchesPerSecond = patchesPerSecond;
        this.random = random;
        this.lanes = new Lanes(
                this,
                this::open,
                new Fuses(Topics.withPrefix(""), (partition, offset) -> {}),
                new LaneMeters(Meters.unseen()));
    }

    void offer(ManifestUpdate update) {
        Coordinates at = new Coordinates("manifest-updates", 0, order++);
        lanes.offer(List.of(new Decision(update, at, Instant.EPOCH)));
    }

    void cancel(String manifest) {
        lanes.cancel(0, manifest);
    }

    void know(Cluster cluster) {
        if (!cluster.equals(fleet.put(cluster.id(), cluster))) {
            lanes.know(cluster.id(), cluster);
        }
    }

    void release(String cluster, Cause change) {
        lanes.obey(
                new Order(new OfChange(cluster, change), new Brake(Mode.RESUME), "tester", "released", Instant.EPOCH));
    }

    Duration now() {
        return now;
    }

    /** Lets time pass up to and including that moment. */
    void runUntil(Duration moment) {
        for (Task next = tasks.peek(); next != null && next.at().compareTo(moment) <= 0; next = tasks.peek()) {
            tasks.remove();
            now = next.at();
            next.what().run();
        }
        now = moment;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), order++, task));
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public long currentTimeNanos() {
        return now.toNanos();
    }

    @Override
    public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
        return surroundings
                .write(decision.update())
                .thenApply(version -> version.<Outcome>map(Outcome.Applied::new)
                        .orElseGet(() -> new Outcome.Unavailable(Trouble.of(503).orElseThrow(), null)));
    }

    @Override
    public void announce(Decision decision) {
        // Nobody reads Events here.
    }

    @Override
    public void reset() {
        // There is nothing to connect to.
    }

    @Override
    public void delayed(Decision decision, Trouble trouble) {
        surroundings.reported(decision.update(), Result.UNAVAILABLE, null);
    }

    @Override
    public void held(Decision decision) {
        surroundings.reported(decision.update(), Result.HELD, null);
    }

    @Override
    public void blown(String cluster, Fuse.Blow blow) {
        // Nobody has to be told that it outlives this world.
    }

    @Override
    public void unannounced(Decision decision) {
        throw new AssertionError("nothing is announced here");
    }

    @Override
    public void settled(Decision decision, Outcome.Settled outcome) {
        surroundings.reported(decision.update(), outcome.result(), outcome.resourceVersion());
    }

    @Override
    public void moot(Decision decision) {
        surroundings.moot(decision.update());
    }

    private Compartment open(String cluster, Fuse fuse) {
        LaneSettings defaults = LaneSettings.DEFAULTS;
        LaneSettings settings = new LaneSettings(
                patchesPerSecond.applyAsInt(cluster),
                defaults.maxInFlight(),
                defaults.breakerThreshold(),
                defaults.retry(),
                defaults.forbidden());
        var shared = new LaneContext(settings, GuardedPatch::of, this, this, random, Duration.ZERO);
        return new Compartment(cluster, this, fuse, shared);
    }
}
