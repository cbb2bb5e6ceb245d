package io.credstream.sandbox.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7386): null removes, objects merge, everything else replaces. */
public final class MergePatch {

    private MergePatch() {}

    /** {@return the patched object; the one given stays as it is} */
    public static ObjectNode apply(ObjectNode object, ObjectNode patch) {
        var merged = object.deepCopy();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
            }
        });
        return merged;
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (patch instanceof ObjectNode changes) {
            return apply(target instanceof ObjectNode object ? object : Json.object(), changes);
        }
        return patch;
    }
}
