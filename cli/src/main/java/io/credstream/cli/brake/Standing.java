package io.credstream.cli.brake;

import io.credstream.audit.Facts;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.List;

/** The brakes that are on. What fuses hold is released one change at a time, and none of them. */
final class Standing {
    private Standing() {}

    /** Those whose time is not over yet. */
    static List<Order> in(Facts facts, Instant now) {
        return facts.latest(facts.topics().orders()).records().values().stream()
                .map(TopicRecord.Value::value)
                .filter(order -> order.action() instanceof Brake(Mode mode) && mode != Mode.RESUME)
                .filter(order -> !(order.target() instanceof OfChange) && !order.isOver(now))
                .toList();
    }

    static String describe(Order order) {
        return order.action().display() + " of " + order.target().display() + ", by " + order.user() + " at "
                + order.at() + (order.until() == null ? "" : ", until " + order.until()) + ": " + order.reason();
    }
}
