package io.credstream.audit;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has not been listed since a gap in the watch of a cluster, so that Manifests wait for it (R22).
 *
 * @param kinds of what they are decided from
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

    /** For a person. */
    public String describe() {
        return kinds.stream().map(kind -> kind.display() + "s").collect(Collectors.joining(" and ")) + " of " + cluster
                + " not listed since " + since;
    }
}
