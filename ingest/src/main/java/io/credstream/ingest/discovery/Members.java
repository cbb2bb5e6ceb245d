package io.credstream.ingest.discovery;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import java.util.Map;
import java.util.Optional;

/** The members of the fleet, as far as their records have been read. */
public interface Members {

    /** Who has an id. */
    Optional<Cluster> member(String id);

    /** The runtimes that name a control plane as theirs, by id. */
    Map<String, Cluster> runtimes(String controlPlane);

    /** The last record of an id that was read, tombstones included. */
    Optional<Coordinates> last(String id);
}
