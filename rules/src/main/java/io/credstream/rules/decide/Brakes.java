package io.credstream.rules.decide;

import io.credstream.model.Manifest;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds Manifests back (R20). What was ordered of a cluster or a module counts before what was ordered of everything, if it
 * came later: so one of them can be let go while all else is held, and an order for everything holds everything.
 */
final class Brakes {

    /** What was ordered last of a target. */
    record On(Mode mode, Order order) {}

    /** Of a cluster and a module the stronger one; of equals, any says as much, but always the same. */
    private static final Comparator<On> STRONGEST = Comparator.comparing(On::mode)
            .reversed()
            .thenComparing(on -> on.order().key());

    private final Map<Order.Target, On> some = new HashMap<>();
    private @Nullable On all;

    /** In the order of the log. An order of another kind changes nothing. */
    void put(Order order) {
        if (order.action() instanceof Brake(Mode mode)) {
            On on = new On(mode, order);
            if (order.target() instanceof Order.Target.All) {
                all = on;
                some.values().removeIf(earlier -> earlier.mode() == Mode.RESUME);
            } else {
                some.put(order.target(), on);
            }
        }
    }

    /**
     * Takes off those whose time is over. What was ordered of the same target before stays forgotten; what is ordered of everything counts
     * for it again.
     *
     * @return their orders, in order of their targets
     */
    List<Order> takeOver(Instant now) {
        List<Order> over = Stream.concat(some.values().stream(), Stream.ofNullable(all))
                .map(On::order)
                .filter(order -> order.isOver(now))
                .sorted(Comparator.comparing(Order::key))
                .toList();
        over.forEach(order -> some.remove(order.target()));
        if (all != null && all.order().isOver(now)) {
            all = null;
        }
        return over;
    }

    /** What holds a Manifest back, if anything does. */
    Optional<On> on(Manifest manifest) {
        return some.values().stream()
                .filter(on -> on.order().target().includes(manifest))
                .min(STRONGEST)
                .or(() -> Optional.ofNullable(all))
                .filter(on -> on.mode() != Mode.RESUME);
    }
}
