package io.credstream.sink.lane;

import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.observe.LogKeys;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.patch.Decision;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of the partitions that we own. All of a cluster's decisions are in one partition, so that each cluster has one lane
 * in the whole fleet.
 *
 * <p>May be called from any thread; what it is told takes effect in order, on the lanes' own.
 */
public final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** Makes the compartment of a cluster, with its lane. */
    public interface Opening {
        Compartment open(String cluster, Fuse fuse);
    }

    private record Address(int partition, String cluster) {
        static Address of(Decision decision) {
            return new Address(decision.at().partition(), decision.cluster());
        }
    }

    private final Timers timers;
    private final Opening newLane;
    private final Fuses fuses;
    private final LaneMeters meters;
    private final Map<Integer, Map<String, Compartment>> byPartition = new HashMap<>();

    /**
     * @param fuses what is known of them, whoever has the lanes; nobody else's from now on
     * @param meters where lanes are shown
     */
    public Lanes(Timers timers, Opening newLane, Fuses fuses, LaneMeters meters) {
        this.timers = timers;
        this.newLane = newLane;
        this.fuses = fuses;
        this.meters = meters;
    }

    /** Decisions that arrived together; see {@link Lane#offer}. */
    public void offer(List<Decision> decisions) {
        Map<Address, List<Decision>> byLane =
                decisions.stream().collect(Collectors.groupingBy(Address::of, LinkedHashMap::new, Collectors.toList()));
        timers.execute(() -> {
            decisions.forEach(decision -> around(() -> fuses.hear(decision)));
            byLane.keySet().stream().map(Address::partition).distinct().forEach(fuses::sayOpen);
            byLane.forEach((address, some) -> byPartition
                    .computeIfAbsent(address.partition(), partition -> new HashMap<>())
                    .computeIfAbsent(address.cluster(), this::open)
                    .offer(some));
        });
    }

    /** What was decided before we took over, and may have been carried out or be moot: fuses count it. In the order of the log. */
    public void recall(List<Recalled> before) {
        timers.execute(() -> before.forEach(recalled -> around(() -> {
            switch (recalled) {
                case Recalled.Decided(Decision decision) -> fuses.hear(decision);
                case Recalled.Gone(int partition, String manifest) -> fuses.gone(partition, manifest);
            }
        })));
    }

    /** The key of a tombstone can be anything; only its Manifest's lane, if there is one, knows it. */
    public void cancel(int partition, String manifest) {
        timers.execute(() -> {
            fuses.gone(partition, manifest);
            byPartition.getOrDefault(partition, Map.of()).values().forEach(lane -> lane.cancel(manifest));
            fuses.sayOpen(partition);
        });
    }

    /** A cluster has changed, or left the fleet. */
    public void know(String id, @Nullable Cluster cluster) {
        timers.execute(() -> {
            around(() -> fuses.set(id, cluster));
            ifOpen(id, Compartment::obeyFuse); // first, for its limit may be lower
            ifOpen(id, Compartment::wake);
        });
    }

    /** An operator, or a fuse, wants something; what is not about lanes is somebody else's. */
    public void obey(Order order) {
        timers.execute(() ->
                around(() -> fuses.obey(order).ifPresent(cluster -> ifOpen(cluster, Compartment::obeyFuse))));
    }

    /**
     * Who has the lane of a cluster says what its fuse holds, for the topic in which that was said has been lost. Where there is no lane yet,
     * what was known of it would never be said by anybody: it is forgotten, and judged by what has been counted once there is one.
     */
    public void sayHeldAgain() {
        timers.execute(() -> {
            Set<String> withLanes = new HashSet<>();
            byPartition
                    .values()
                    .forEach(lanes -> lanes.forEach((cluster, lane) -> {
                        withLanes.add(cluster);
                        lane.sayHeldAgain();
                    }));
            fuses.unsay(withLanes);
        });
    }

    private static void around(Runnable work) {
        Bulkhead.around(
                work,
                fault -> LOG.atError()
                        .setCause(fault.stackTrace())
                        .addKeyValue(LogKeys.REASON, fault.code())
                        .log(
                                "Something unexpected happened because of what is said of one cluster; it counts as not said"));
    }

    /** Ends the lanes of these partitions. Completes when no request of theirs is under way. */
    public CompletableFuture<Void> release(Collection<Integer> partitions) {
        var released = new CompletableFuture<Void>();
        timers.execute(() -> {
            List<CompletableFuture<Void>> drained = partitions.stream()
                    .flatMap(partition -> byPartition.getOrDefault(partition, Map.of()).values().stream())
                    .map(Compartment::close)
                    .toList();
            partitions.forEach(partition ->
                    byPartition.getOrDefault(partition, Map.of()).keySet().forEach(meters::closed));
            partitions.forEach(byPartition::remove);
            fuses.forget(partitions);
            var unused = CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
                    .thenRun(() -> released.complete(null));
        });
        return released;
    }

    private void ifOpen(String cluster, Consumer<Compartment> what) {
        byPartition.values().stream()
                .flatMap(lanes -> Optional.ofNullable(lanes.get(cluster)).stream())
                .forEach(what);
    }

    private Compartment open(String cluster) {
        Compartment lane = newLane.open(cluster, fuses.of(cluster));
        meters.opened(cluster, lane);
        return lane;
    }
}
