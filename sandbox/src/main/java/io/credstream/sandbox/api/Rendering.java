package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.ResourceKind;
import java.math.BigInteger;
import java.util.List;

/**
 * Objects as they are sent: in the version that was asked for, which is also all that conversion does here.
 *
 * <p>What the store holds is shared, so whatever differs is put on a copy of the outermost levels.
 */
record Rendering(ResourceKind kind, String version) {

    ObjectNode object(ObjectNode stored) {
        return version.equals(kind.versions().getFirst())
                ? stored
                : Json.shallowCopy(stored).put("apiVersion", kind.apiVersion(version));
    }

    /** {@return the object with another resource version than it was stored with} */
    ObjectNode objectAt(ObjectNode stored, BigInteger resourceVersion) {
        var copy = Json.shallowCopy(object(stored));
        copy.set(
                "metadata",
                Json.shallowCopy(copy.withObject("/metadata")).put("resourceVersion", resourceVersion.toString()));
        return copy;
    }

    ObjectNode list(Pager.Page page) {
        var list = Json.object();
        list.put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion(version));
        var metadata =
                list.putObject("metadata").put("resourceVersion", page.version().toString());
        if (!page.token().isEmpty()) {
            metadata.put("continue", page.token());
        }
        if (page.remaining() != null) {
            metadata.put("remainingItemCount", page.remaining());
        }
        var items = list.putArray("items");
        page.items().forEach(item -> items.add(listed(item)));
        return list;
    }

    /** Items of built-in kinds leave out what the list says already. */
    private ObjectNode listed(ObjectNode stored) {
        return kind.custom() ? object(stored) : Json.shallowCopy(stored).without(List.of("kind", "apiVersion"));
    }

    ObjectNode bookmark(BigInteger resourceVersion, boolean endsInitialEvents) {
        var bookmark = Json.object();
        bookmark.put("kind", kind.kind()).put("apiVersion", kind.apiVersion(version));
        var metadata = bookmark.putObject("metadata");
        metadata.put("resourceVersion", resourceVersion.toString()).putNull("creationTimestamp");
        if (endsInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return bookmark;
    }
}
