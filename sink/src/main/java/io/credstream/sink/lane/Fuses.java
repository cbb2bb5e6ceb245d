package io.credstream.sink.lane;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fuses of all control planes, whoever has their lanes: what is in the log about them is known before it is needed. Not thread-safe. */
public final class Fuses {

    private final Topics topics;
    private final Map<String, Fuse> byCluster = new HashMap<>();

    public Fuses(Topics topics) {
        this.topics = topics;
    }

    Fuse of(String cluster) {
        return byCluster.computeIfAbsent(cluster, id -> new Fuse(this::isOrdered));
    }

    /** A cluster as it is now; absent when it left the fleet. */
    void set(String cluster, @Nullable Cluster now) {
        of(cluster).limit(now == null ? null : now.fuse());
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

    /** Pins, brakes and the like name their Manifests or their target, and say who wants it. */
    private boolean isOrdered(Cause change) {
        return switch (change) {
            case Cause.Coordinates at ->
                at.topic().equals(topics.orders().name())
                        || at.topic().equals(topics.pins().name());
            case Cause.Request request -> true;
            case Cause.Observation observation -> false;
        };
    }
}
