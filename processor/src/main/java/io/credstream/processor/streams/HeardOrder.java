package io.credstream.processor.streams;

import io.credstream.model.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that was carried out.
 *
 * @param offset where it stood in the task's partition
 * @param heard when, and after every other order that was heard before, also in a topic that this one's has taken the place of; absent
 *     if an earlier build kept it
 */
public record HeardOrder(Order order, long offset, @Nullable Instant heard) {

    private static final Comparator<HeardOrder> AS_HEARD =
            Comparator.comparing(HeardOrder::when).thenComparingLong(HeardOrder::offset);

    /**
     * Whether another one of the same kind and target is to be carried out after this. Not if it stands before this in the log
     * and was given before it: both, for a log that was begun anew counts from zero again. This one itself is, for what came of it
     * may have been lost.
     */
    boolean mayBeFollowedBy(HeardOrder other) {
        return other.offset >= offset || other.order.at().isAfter(order.at());
    }

    /** The orders in a store, as they were heard. See {@link Kept#restore}. */
    static List<HeardOrder> restore(Kept<HeardOrder> store, Bulkhead<?> bulkhead, String work) {
        List<HeardOrder> heard = new ArrayList<>();
        store.restore(bulkhead, work, (key, order) -> heard.add(order));
        heard.sort(AS_HEARD);
        return heard;
    }

    /** As {@link #heard}; those that an earlier build kept come first. */
    Instant when() {
        return heard == null ? Instant.EPOCH : heard;
    }
}
