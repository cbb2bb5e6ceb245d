package io.credstream.ingest.own;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Deletion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The clusters that have left the fleet, and what is known of each should it come back. Not thread-safe. */
final class Departures {

    private final Takeover takeover;
    private final Discoveries discoveries;
    private final Map<String, Known> left = new HashMap<>();

    Departures(Takeover takeover, Discoveries discoveries) {
        this.takeover = takeover;
        this.discoveries = discoveries;
    }

    /** A cluster leaves: all that was told of it goes. */
    void add(String cluster, Known known, Coordinates cause, Batch batch) {
        batch.retire(cluster, entry -> true, Deletion.Reason.CLUSTER_REMOVED, cause);
        ClusterStatus status = known.status();
        if (status != null) {
            String uid = status.systemUid();
            batch.statusGone(cluster, known.incarnation(), uid == null ? "" : uid, cause);
        }
        discoveries.end(cluster, cause);
        left.put(cluster, known.gone());
    }

    /** What is known of a cluster that comes, or comes back. */
    Known known(String cluster) {
        return left.getOrDefault(cluster, takeover.known(cluster));
    }

    /** The record with which a cluster left, if it is known to have left. */
    Optional<Coordinates> record(String cluster) {
        return left.containsKey(cluster) ? Optional.of(takeover.departure(cluster)) : Optional.empty();
    }
}
