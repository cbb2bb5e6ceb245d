package io.credstream.sink;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
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

/**
 * The lanes of a sink, and the time they live in, which passes when somebody says so. In their package, because nobody else is
 * to see them.
 */
public final class LanesInTime implements Timers, ManifestWriter, LaneReports {

    /** Clusters to write to, and whoever hears of it. */
    public interface Surroundings {

        /** One request; completes with the resulting resource version, or with nothing if the cluster does not answer. */
        CompletableFuture<Optional<String>> write(ManifestUpdate update);

        void reported(ManifestUpdate update, Result result, @Nullable String resourceVersion);

        void moot(ManifestUpdate update);
    }

    private record Task(Duration at, long order, Runnable what) {}

    private final Surroundings surroundings;
    private final ToIntFunction<String> patchesPerSecond;
    private final RandomGenerator random;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Fuse> fuses = new HashMap<>();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::order));
    private Duration now = Duration.ZERO;
    private long order;

    /** @param patchesPerSecond that a cluster is to bear */
    public LanesInTime(Surroundings surroundings, ToIntFunction<String> patchesPerSecond, RandomGenerator random) {
        this.surroundings = surroundings;
        this.patchesPerSecond = patchesPerSecond;
        this.random = random;
    }

    public void offer(ManifestUpdate update) {
        Coordinates at = new Coordinates("manifest-updates", 0, order++);
        lane(update.manifest().cluster()).offer(List.of(new Decision(update, at, Instant.EPOCH)));
    }

    public void cancel(String cluster, String manifest) {
        lane(cluster).cancel(manifest);
    }

    /** What a cluster's fuse is from now on: how many Manifests a change may rewrite, if not any number. */
    public void limit(String cluster, @Nullable Integer manifests) {
        fuse(cluster).limit(manifests);
    }

    public void release(String cluster, Cause change) {
        fuse(cluster).release(change);
        lane(cluster).obeyFuse();
    }

    public Duration now() {
        return now;
    }

    /** Lets time pass up to and including that moment. */
    public void runUntil(Duration moment) {
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
    public CompletableFuture<Outcome> write(Decision decision) {
        return surroundings
                .write(decision.update())
                .thenApply(version -> version.<Outcome>map(Outcome.Applied::new)
                        .orElseGet(() -> new Outcome.Unavailable(Trouble.of(503).orElseThrow(), null)));
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
    public void blown(String cluster, Cause change, int limit) {
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

    private Fuse fuse(String cluster) {
        return fuses.computeIfAbsent(cluster, id -> new Fuse(change -> false));
    }

    private Lane lane(String cluster) {
        return lanes.computeIfAbsent(cluster, id -> {
            LaneSettings defaults = LaneSettings.DEFAULTS;
            LaneSettings settings = new LaneSettings(
                    patchesPerSecond.applyAsInt(id),
                    defaults.maxInFlight(),
                    defaults.breakerThreshold(),
                    defaults.retry(),
                    defaults.forbidden());
            return new Lane(id, settings, this, fuse(id), this, this, random);
        });
    }
}
