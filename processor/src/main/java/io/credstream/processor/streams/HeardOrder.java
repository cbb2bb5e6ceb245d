package io.credstream.processor.streams;

import io.credstream.model.Order;
import java.util.Objects;

/**
 * An order that was carried out.
 *
 * @param offset where it stood in the task's partition
 */
public record HeardOrder(Order order, long offset) {
    public HeardOrder {
        Objects.requireNonNull(order);
    }

    /**
     * Whether another one of the same kind and target is to be carried out after this. Not if it stands before this in the log
     * and was given before it: both, for a log that was begun anew counts from zero again. This one itself is, for what came of it
     * may have been lost.
     */
    boolean mayBeFollowedBy(HeardOrder other) {
        return other.offset >= offset || other.order.at().isAfter(order.at());
    }
}
