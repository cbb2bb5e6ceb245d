package io.credstream.audit;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has not been listed since a gap in the watch of a cluster, so that Manifests wait for it (R22).
 *
 * @param kinds of what they are decided from; none where all is listed, and whoever watches the runtime that the cluster is has not
 *     heard yet of a gap in the watch of its control plane
 * @param since when the gap began, or was noticed
 */
public record Unlisted(String cluster, List<Kind> kinds, Instant since) {

    public Unlisted {
        kinds = List.copyOf(kinds);
    }

    /** Empty if there is nothing that Manifests wait for. */
    public static Optional<Unlisted> of(ClusterStatus status) {
        Epoch epoch = status.epoch();
        List<Kind> kinds = Stream.of(Kind.MODULE_TEMPLATE, Kind.SECRET)
                .filter(kind -> !status.isCurrent(kind))
                .toList();
        return epoch == null || kinds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Unlisted(status.cluster(), kinds, epoch.begun()));
    }

    /** Of the cluster that has the template of a Manifest which waits. */
    static Optional<Unlisted> of(ClusterStatus status, Manifest waiting) {
        return of(status)
                .or(() -> Optional.ofNullable(waiting.asked())
                        .map(asked -> new Unlisted(status.cluster(), List.of(), asked)));
    }

    /** Whether Manifests may wait for something on the cluster, whichever they are. */
    public static boolean isPossible(ClusterStatus status) {
        Epoch epoch = status.epoch();
        return of(status).isPresent() || (epoch != null && epoch.heard() != null);
    }

    /** For a person. */
    public String describe() {
        if (kinds.isEmpty()) {
            return "the ingest that watches " + cluster
                    + " has not confirmed its templates since the watch of the control plane" + " began anew at "
                    + since;
        }
        return kinds.stream().map(kind -> kind.display() + "s").collect(Collectors.joining(" and ")) + " of " + cluster
                + " not listed since " + since;
    }
}
