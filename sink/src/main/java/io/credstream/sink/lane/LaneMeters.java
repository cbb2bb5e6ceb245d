package io.credstream.sink.lane;

import dev.failsafe.CircuitBreaker;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the breaker of each cluster that is in the fleet and has a lane here, and what fuses hold in all of them. Thread-safe. */
public final class LaneMeters {

    /** How it stands with the way to a cluster, by the value that is shown. */
    enum Way {
        OPEN(0),
        /** One request at a time. */
        ON_TRIAL(1),
        /** The cluster does not answer. */
        SHUT(2),
        /** Something unexpected happened, and it is built anew. */
        FAULTED(3);

        private final int shown;

        Way(int shown) {
            this.shown = shown;
        }

        static Way of(CircuitBreaker.State breaker) {
            return switch (breaker) {
                case CLOSED -> OPEN;
                case HALF_OPEN -> ON_TRIAL;
                case OPEN -> SHUT;
            };
        }
    }

    /** What can be asked of the way to a cluster, from any thread. */
    interface Shown {
        Way way();

        int held();
    }

    private final Meters meters;
    private final Set<String> fleet = new HashSet<>();
    private final Map<String, Shown> lanes = new HashMap<>();
    private final Map<String, Runnable> shown = new HashMap<>();

    public LaneMeters(Meters meters) {
        this.meters = meters;
        var unused = meters.gauge(Metric.HELD_BY_FUSE, this::held);
    }

    /** Whether the cluster is in the fleet. */
    public synchronized void member(String cluster, boolean is) {
        if (is) {
            fleet.add(cluster);
            show(cluster);
        } else {
            fleet.remove(cluster);
            hide(cluster);
        }
    }

    synchronized void opened(String cluster, Shown lane) {
        lanes.put(cluster, lane);
        show(cluster);
    }

    synchronized void closed(String cluster) {
        lanes.remove(cluster);
        hide(cluster);
    }

    private synchronized int held() {
        return lanes.values().stream().mapToInt(Shown::held).sum();
    }

    private void show(String cluster) {
        Shown lane = lanes.get(cluster);
        if (lane != null && fleet.contains(cluster) && !shown.containsKey(cluster)) {
            shown.put(cluster, meters.gauge(Metric.BREAKER, () -> lane.way().shown, cluster));
        }
    }

    private void hide(String cluster) {
        @Nullable Runnable away = shown.remove(cluster);
        if (away != null) {
            away.run();
        }
    }
}
