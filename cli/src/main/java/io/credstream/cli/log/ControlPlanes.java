package io.credstream.cli.log;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Names;
import io.credstream.model.Cluster;
import io.credstream.read.LatestByKey;
import java.util.List;

/** The clusters that have Manifests. */
public final class ControlPlanes {
    private ControlPlanes() {}

    /** A control plane's id. Throws a {@link Failure} that names the right one where somebody means a runtime. */
    public static String resolve(String name, LatestByKey<Cluster> clusters) {
        String id = Names.resolve(name, clusters.records().keySet(), "cluster");
        Cluster cluster = clusters.get(id).orElseThrow();
        if (cluster.role() == Cluster.Role.RUNTIME) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of("'" + id + "' is a runtime, and Manifests are on control planes: --cluster "
                            + cluster.controlPlane()));
        }
        return id;
    }
}
