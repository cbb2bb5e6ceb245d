package io.credstream.ingest.own;

import io.credstream.model.ClusterStatus;
import io.credstream.model.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a cluster from whoever watched it before.
 *
 * @param status as last written; absent if never, or if the cluster had left the fleet
 * @param at when that was
 * @param incarnation of everything that was ever reported of it, the highest
 * @param highWater per kind the highest version of that incarnation
 */
record Known(@Nullable ClusterStatus status, @Nullable Instant at, long incarnation, Map<Kind, String> highWater) {

    static final long FIRST_INCARNATION = 1;
    static final Known NOTHING = new Known(null, null, FIRST_INCARNATION, Map.of());

    Known {
        highWater = Map.copyOf(highWater);
    }

    /** Watched until a moment; never, if there is none. */
    Known at(@Nullable Instant moment) {
        return new Known(status, moment, incarnation, highWater);
    }

    /** After the cluster has left: should it come back, its versions may have begun anew. */
    Known gone() {
        return new Known(null, null, incarnation + 1, Map.of());
    }
}
