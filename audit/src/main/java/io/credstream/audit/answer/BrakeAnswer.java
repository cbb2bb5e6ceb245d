package io.credstream.audit.answer;

import io.credstream.model.Order;
import java.util.List;

/**
 * An order, and what follows from it.
 *
 * @param given whether it was given, or only looked at
 * @param stillInForce the targets of other pauses and withdrawals that stay in force
 */
public record BrakeAnswer(
        Order.Action order, Order.Target target, boolean given, PlanAnswer plan, List<Order.Target> stillInForce) {

    public BrakeAnswer {
        stillInForce = List.copyOf(stillInForce);
    }
}
