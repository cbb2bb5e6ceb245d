package io.credstream.processor.streams;

import io.credstream.model.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;

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

    /** The orders in a store, as they stood in the log. */
    static List<Order> inOrder(KeyValueStore<String, HeardOrder> store) {
        List<HeardOrder> heard = new ArrayList<>();
        StageStore.forEach(store, heard::add);
        heard.sort(Comparator.comparingLong(HeardOrder::offset));
        return heard.stream().map(HeardOrder::order).toList();
    }
}
