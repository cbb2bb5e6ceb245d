package io.credstream.cli.replay;

import io.credstream.audit.Fleet;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Names;
import io.credstream.model.Cluster;
import io.credstream.model.ObjectRef;
import io.credstream.read.LatestByKey;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose Manifests somebody means.
 *
 * @param cluster all those of a control plane; absent for none but those named
 * @param names of Manifests, or the ends of their names
 */
record Whom(@Nullable String cluster, List<String> names) {

    /** Those that there are. Throws a {@link Failure} if there is no such cluster, or no such Manifest. */
    NavigableSet<ObjectRef> among(Fleet fleet) {
        List<ObjectRef> all = fleet.manifests();
        NavigableSet<ObjectRef> meant = new TreeSet<>();
        if (cluster != null) {
            String controlPlane = controlPlane(
                    cluster, fleet.facts().latest(fleet.facts().topics().clusters()));
            all.stream().filter(ref -> ref.cluster().equals(controlPlane)).forEach(meant::add);
        }
        List<String> keys = all.stream().map(ObjectRef::key).toList();
        names.forEach(name -> meant.add(ObjectRef.parse(Names.resolve(name, keys, "Manifest"))));
        return meant;
    }

    /** A control plane's id. Throws a {@link Failure} that names the right one where somebody means a runtime. */
    static String controlPlane(String name, LatestByKey<Cluster> clusters) {
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
