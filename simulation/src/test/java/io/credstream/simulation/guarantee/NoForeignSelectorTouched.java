package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** A patch touches two selectors and four annotations, and neither takes a selector away that is not ours nor overwrites one unseen. */
public final class NoForeignSelectorTouched implements Guarantee {

    private final Ownership ownership = new Ownership();

    /** By uid, the Manifest since each version in which a selector can have changed. */
    private final Map<String, NavigableMap<Long, ObjectNode>> history = new TreeMap<>();

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfManifest ofManifest && ofManifest.after() != null) {
            keep(ofManifest.after());
        }
    }

    @Override
    public void patching(String uid, long version, ObjectNode before, ObjectNode after) {
        var seen = history.getOrDefault(uid, new TreeMap<>()).floorEntry(version);
        for (String layer : Manifests.LAYERS) {
            JsonNode was = Manifests.selector(before, layer);
            boolean changed = !Objects.equals(was, Manifests.selector(after, layer));
            if (changed && seen != null && !Objects.equals(was, Manifests.selector(seen.getValue(), layer))) {
                throw broken("a selector on " + layer + " was overwritten that nobody had looked at");
            }
        }
    }

    private void keep(ObjectNode manifest) {
        history.computeIfAbsent(Manifests.text(manifest, "/metadata/uid"), uid -> new TreeMap<>())
                .put(Long.parseLong(Manifests.text(manifest, "/metadata/resourceVersion")), manifest);
    }

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
        keep(after);
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
