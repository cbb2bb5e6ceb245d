package io.credstream.cli.check;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster that the files are taken to be of: it is in the fleet. */
final class NoCluster {
    static final Cause CAUSE = new Cause.Request("", "check");

    private static final String ID = "files";

    private NoCluster() {}

    /** @param lifecycleManager its version; absent where none is given */
    static Cluster of(Role role, List<String> namespaces, @Nullable String lifecycleManager) {
        boolean runtime = role == Role.RUNTIME;
        return new Cluster(
                ID,
                role,
                runtime ? "control-plane" : null,
                runtime ? "kyma" : null,
                new KubeconfigFile("", null),
                namespaces,
                lifecycleManager,
                CAUSE);
    }
}
