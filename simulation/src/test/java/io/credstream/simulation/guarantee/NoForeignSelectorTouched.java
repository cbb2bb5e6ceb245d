package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import java.util.Objects;

/** A patch touches two selectors and four annotations, and takes no selector away that is not ours. */
public final class NoForeignSelectorTouched implements Guarantee {

    private final Ownership ownership = new Ownership();

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        String name = cluster.id() + "/" + Manifests.text(before, "/metadata/name");
        for (String layer : Manifests.LAYERS) {
            boolean removed = Manifests.selector(before, layer) != null && Manifests.selector(after, layer) == null;
            if (removed && !ownership.isOurs(before, layer)) {
                throw broken("the selector of " + name + " on " + layer + " was somebody else's, and is gone");
            }
        }
        ownership.patched(before, after);
        if (!withoutOurs(before).equals(withoutOurs(after))) {
            throw broken("a patch of " + name + " changes what is not ours");
        }
        if (Facts.isUntouchable(before) && before.at("/metadata").has("deletionTimestamp")) {
            throw broken(name + " was being deleted, and was written");
        }
    }

    private static ObjectNode withoutOurs(ObjectNode manifest) {
        ObjectNode rest = manifest.deepCopy();
        rest.withObject("/metadata").remove("resourceVersion");
        for (String layer : Manifests.LAYERS) {
            ObjectNode at = Manifests.layer(rest, layer);
            if (at != null) {
                at.remove("credSecretSelector");
            }
        }
        if (rest.at("/metadata/annotations") instanceof ObjectNode annotations) {
            Manifests.ANNOTATIONS.forEach(annotation -> annotations.remove(Manifests.PREFIX + annotation));
            if (annotations.isEmpty()) {
                Objects.requireNonNull(rest.withObject("/metadata").remove("annotations"));
            }
        }
        return rest;
    }
}
