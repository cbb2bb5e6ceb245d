package io.credstream.cli.replay;

import io.credstream.audit.Fleet;
import io.credstream.cli.Failure;
import io.credstream.cli.log.ControlPlanes;
import io.credstream.cli.text.Names;
import io.credstream.model.ObjectRef;
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
            String controlPlane = ControlPlanes.resolve(
                    cluster, fleet.facts().latest(fleet.facts().topics().clusters()));
            all.stream().filter(ref -> ref.cluster().equals(controlPlane)).forEach(meant::add);
        }
        List<String> keys = all.stream().map(ObjectRef::key).toList();
        names.forEach(name -> meant.add(ObjectRef.parse(Names.resolve(name, keys, "Manifest"))));
        return meant;
    }
}
