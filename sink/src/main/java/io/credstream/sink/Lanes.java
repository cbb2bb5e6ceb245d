package io.credstream.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The lanes of the partitions that we own. All of a cluster's decisions are in one partition, so that each cluster has one lane
 * in the whole fleet.
 *
 * <p>May be called from any thread; what it is told takes effect in order, on the lanes' own.
 */
final class Lanes {

    private final Timers timers;
    private final Function<String, Lane> newLane;
    private final Breakers breakers;
    private final Map<Integer, Map<String, Lane>> byPartition = new HashMap<>();

    /**
     * @param newLane makes the lane of a cluster
     * @param breakers where those of lanes are shown
     */
    Lanes(Timers timers, Function<String, Lane> newLane, Breakers breakers) {
        this.timers = timers;
        this.newLane = newLane;
        this.breakers = breakers;
    }

    void offer(Decision decision) {
        timers.execute(() -> byPartition
                .computeIfAbsent(decision.at().partition(), partition -> new HashMap<>())
                .computeIfAbsent(decision.cluster(), this::open)
                .offer(decision));
    }

    /** The key of a tombstone can be anything; only its Manifest's lane, if there is one, knows it. */
    void cancel(int partition, String manifest) {
        timers.execute(
                () -> byPartition.getOrDefault(partition, Map.of()).values().forEach(lane -> lane.cancel(manifest)));
    }

    /** Something about a cluster has changed. */
    void wake(String cluster) {
        timers.execute(() -> byPartition.values().forEach(lanes -> {
            Lane lane = lanes.get(cluster);
            if (lane != null) {
                lane.wake();
            }
        }));
    }

    /** Ends the lanes of these partitions. Completes when no request of theirs is under way. */
    CompletableFuture<Void> release(Collection<Integer> partitions) {
        var released = new CompletableFuture<Void>();
        timers.execute(() -> {
            List<CompletableFuture<Void>> drained = partitions.stream()
                    .flatMap(partition -> byPartition.getOrDefault(partition, Map.of()).values().stream())
                    .map(Lane::close)
                    .toList();
            partitions.forEach(partition ->
                    byPartition.getOrDefault(partition, Map.of()).keySet().forEach(breakers::closed));
            partitions.forEach(byPartition::remove);
            var unused = CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
                    .thenRun(() -> released.complete(null));
        });
        return released;
    }

    private Lane open(String cluster) {
        Lane lane = newLane.apply(cluster);
        breakers.opened(cluster, lane::breaker);
        return lane;
    }
}
