package io.credstream.processor.domain;

import io.credstream.model.Manifest;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What holds Manifests back (R20): each target by itself, so that resuming one lifts nothing that was said of another. */
final class Brakes {

    /** A brake that is on. */
    record On(Mode mode, Order order) {}

    /** Withdrawing is the stronger one; of equals, any says as much, but always the same. */
    private static final Comparator<On> STRONGEST =
            Comparator.comparing(On::mode).reversed().thenComparing(on -> on.order().key());

    private final Map<Order.Target, On> brakes = new HashMap<>();

    /** An order of another kind changes nothing. */
    void put(Order order) {
        if (order.action() instanceof Brake(Mode mode)) {
            switch (mode) {
                case PAUSE, WITHDRAW -> brakes.put(order.target(), new On(mode, order));
                case RESUME -> brakes.remove(order.target());
            }
        }
    }

    /** The strongest that is on for a Manifest. */
    Optional<On> on(Manifest manifest) {
        return brakes.values().stream()
                .filter(on -> on.order().target().includes(manifest))
                .min(STRONGEST);
    }
}
