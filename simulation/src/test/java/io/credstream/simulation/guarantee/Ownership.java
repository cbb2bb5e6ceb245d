package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.Manifests;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which selectors are ours, by who wrote what (R12), and not by what an annotation says. */
final class Ownership {

    /** By uid and layer, what we wrote last and still stand for. */
    private final Map<String, String> written = new TreeMap<>();

    boolean isOurs(ObjectNode manifest, String layer) {
        String there = Manifests.canonical(Manifests.selector(manifest, layer));
        return there != null && there.equals(written.get(key(manifest, layer)));
    }

    /** With each patch we say anew what is ours. */
    void patched(ObjectNode before, ObjectNode after) {
        for (String layer : Manifests.LAYERS) {
            String was = Manifests.canonical(Manifests.selector(before, layer));
            String is = Manifests.canonical(Manifests.selector(after, layer));
            boolean ours = isOurs(before, layer) || !Objects.equals(was, is);
            if (is != null && ours) {
                written.put(key(after, layer), is);
            } else {
                written.remove(key(after, layer));
            }
        }
    }

    private static String key(ObjectNode manifest, String layer) {
        return Manifests.text(manifest, "/metadata/uid") + "/" + layer;
    }
}
