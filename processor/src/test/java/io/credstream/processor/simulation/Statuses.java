package io.credstream.processor.simulation;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Kind;
import java.util.List;

/** How a cluster is watched, as far as it matters to the bind stage. */
final class Statuses {
    private Statuses() {}

    static ClusterStatus listed(String cluster) {
        return status(cluster, true);
    }

    static ClusterStatus notListed(String cluster) {
        return status(cluster, false);
    }

    private static ClusterStatus status(String cluster, boolean templatesListed) {
        List<KindStatus> kinds = List.of(
                new KindStatus(Kind.SECRET, "v1", true, "1"),
                new KindStatus(Kind.MODULE_TEMPLATE, "v1beta2", templatesListed, "1"));
        return new ClusterStatus(
                cluster,
                Condition.WATCHED,
                null,
                null,
                null,
                1,
                kinds,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                RandomFacts.CAUSE);
    }
}
