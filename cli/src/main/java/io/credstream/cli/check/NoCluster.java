package io.credstream.cli.check;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Kind;
import java.util.Arrays;
import java.util.List;

/** The cluster that the files are taken to be of: it is in the fleet, and has been listed. */
final class NoCluster {
    static final Cause CAUSE = new Cause.Request("", "check");

    private static final String ID = "files";

    private NoCluster() {}

    static Cluster of(Role role, List<String> namespaces) {
        boolean runtime = role == Role.RUNTIME;
        return new Cluster(
                ID,
                role,
                runtime ? "control-plane" : null,
                runtime ? "kyma" : null,
                new KubeconfigFile("", null),
                namespaces,
                null,
                CAUSE);
    }

    static ClusterStatus listed() {
        List<KindStatus> kinds = Arrays.stream(Kind.values())
                .map(kind -> new KindStatus(kind, "v1", true, "1"))
                .toList();
        return new ClusterStatus(ID, Condition.WATCHED, null, null, null, 1, kinds, List.of(), CAUSE);
    }
}
