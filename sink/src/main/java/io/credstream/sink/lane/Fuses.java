package io.credstream.sink.lane;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.sink.patch.Decision;
import io.credstream.topics.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fuses of all control planes, whoever has their lanes: what is in the log about them is known before it is needed. Not thread-safe. */
public final class Fuses {

    /** Told from where on a partition has to be heard by whoever takes it over. */
    public interface Open {

        /**
         * Says from where on, from now on.
         *
         * @param offset empty if nothing that was settled has to be heard
         */
        void since(int partition, OptionalLong offset);
    }

    private final Topics topics;
    private final Open open;
    private final Map<String, Fuse> byCluster = new HashMap<>();
    private final Map<Integer, Set<Fuse>> heard = new HashMap<>();

    public Fuses(Topics topics, Open open) {
        this.topics = topics;
        this.open = open;
    }

    Fuse of(String cluster) {
        return byCluster.computeIfAbsent(cluster, id -> new Fuse(this::reach));
    }

    /** See {@link Fuse#hear}. */
    void hear(Decision decision) {
        Fuse fuse = of(decision.cluster());
        heard.computeIfAbsent(decision.at().partition(), partition -> new HashSet<>())
                .add(fuse);
        fuse.hear(decision);
    }

    /** See {@link Fuse#gone}. The key of a tombstone can be anything. */
    void gone(int partition, String manifest) {
        heard.getOrDefault(partition, Set.of()).forEach(fuse -> fuse.gone(manifest));
    }

    /** Says from where on a partition has to be heard. */
    void sayOpen(int partition) {
        open.since(
                partition,
                heard.getOrDefault(partition, Set.of()).stream()
                        .map(Fuse::openSince)
                        .flatMapToLong(OptionalLong::stream)
                        .min());
    }

    /** The partitions are somebody else's. */
    void forget(Collection<Integer> partitions) {
        partitions.forEach(partition ->
                Optional.ofNullable(heard.remove(partition)).ifPresent(fuses -> fuses.forEach(Fuse::forget)));
    }

    /** A cluster as it is now; absent when it left the fleet. */
    void set(String cluster, @Nullable Cluster now) {
        of(cluster).limits(now == null ? FuseLimits.NONE : new FuseLimits(now.fuse(), null));
    }

    /** What is held of clusters without a lane is said nowhere any more; see {@link Fuse#holdOnly}. */
    void unsay(Set<String> withLanes) {
        byCluster.forEach((cluster, fuse) -> {
            if (!withLanes.contains(cluster)) {
                fuse.holdOnly(Set.of());
            }
        });
    }

    /** Whose decisions an order is about, if it is about those of one change. */
    Optional<String> obey(Order order) {
        if (!(order.target() instanceof OfChange(String cluster, Cause change)
                && order.action() instanceof Brake(Mode mode))) {
            return Optional.empty();
        }
        switch (mode) {
            case PAUSE -> of(cluster).hold(change);
            case RESUME -> of(cluster).release(change);
            case WITHDRAW -> {
                // which Manifests that would be, nobody knows
            }
        }
        return Optional.of(cluster);
    }

    /** A Manifest that was created or changed by somebody is a change of its own. */
    private Fuse.Reach reach(Cause change) {
        if (topics.isOrder(change)) {
            return Fuse.Reach.ORDERED;
        }
        boolean one = switch (change) {
            case Cause.Coordinates at -> at.topic().equals(topics.manifests().name());
            case Cause.Observation observation -> observation.kind() == Kind.MANIFEST;
            case Cause.Request request -> false;
        };
        return one ? Fuse.Reach.ONE : Fuse.Reach.MANY;
    }
}
