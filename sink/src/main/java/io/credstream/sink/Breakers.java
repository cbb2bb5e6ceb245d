package io.credstream.sink;

import dev.failsafe.CircuitBreaker;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the breaker of each cluster that is in the fleet and has a lane here. Thread-safe. */
final class Breakers {

    private final Meters meters;
    private final Set<String> fleet = new HashSet<>();
    private final Map<String, Supplier<CircuitBreaker.State>> lanes = new HashMap<>();
    private final Map<String, Runnable> shown = new HashMap<>();

    Breakers(Meters meters) {
        this.meters = meters;
    }

    /** Whether the cluster is in the fleet. */
    synchronized void member(String cluster, boolean is) {
        if (is) {
            fleet.add(cluster);
            show(cluster);
        } else {
            fleet.remove(cluster);
            hide(cluster);
        }
    }

    /** @param state can be asked for from any thread */
    synchronized void opened(String cluster, Supplier<CircuitBreaker.State> state) {
        lanes.put(cluster, state);
        show(cluster);
    }

    synchronized void closed(String cluster) {
        lanes.remove(cluster);
        hide(cluster);
    }

    private void show(String cluster) {
        Supplier<CircuitBreaker.State> state = lanes.get(cluster);
        if (state != null && fleet.contains(cluster) && !shown.containsKey(cluster)) {
            shown.put(cluster, meters.gauge(Metric.BREAKER, () -> value(state.get()), cluster));
        }
    }

    private void hide(String cluster) {
        @Nullable Runnable away = shown.remove(cluster);
        if (away != null) {
            away.run();
        }
    }

    private static int value(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
