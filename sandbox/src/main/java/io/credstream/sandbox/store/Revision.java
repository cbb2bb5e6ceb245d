package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.List;

/** What an update makes of an object: what its sender wants, as far as it is theirs to say. */
final class Revision {

    private static final List<String> OWNED_BY_SERVER = List.of(
            "uid",
            "resourceVersion",
            "namespace",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields");

    private Revision() {}

    /**
     * {@return the next state of an object, equal to the current one if nothing changes}
     *
     * @throws KubeStatusException if what is wanted is about another object, or about a state that has moved on
     */
    static ObjectNode of(ResourceKind kind, ObjectKey key, Part part, ObjectNode current, ObjectNode wanted) {
        Metadata.requireDecodable(wanted.path("metadata"));
        requireIdentity(kind, key, current, wanted);
        var next = merge(kind, part, current, wanted);
        if (raisesGeneration(kind, current, next)) {
            var metadata = next.withObject("/metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        return next;
    }

    static void requireNamespace(ResourceKind kind, String asked, String stated) {
        if (kind.namespaced() && !asked.equals(stated)) {
            throw KubeStatus.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request");
        }
    }

    private static void requireIdentity(ResourceKind kind, ObjectKey key, ObjectNode current, ObjectNode wanted) {
        var metadata = wanted.path("metadata");
        if (!metadata.path("name").asText().equals(key.name())) {
            throw KubeStatus.badRequest("the name of the object does not match the name on the URL");
        }
        requireNamespace(kind, key.namespace(), metadata.path("namespace").asText(key.namespace()));
        for (var field : new String[] {"uid", "resourceVersion"}) {
            var stated = metadata.path(field).asText();
            if (!stated.isEmpty()
                    && !stated.equals(current.path("metadata").path(field).asText())) {
                throw KubeStatus.conflict(
                        kind,
                        key.name(),
                        field.equals("uid")
                                ? "Precondition failed: UID in precondition: %s".formatted(stated)
                                : "the object has been modified; please apply your changes to the latest version and"
                                        + " try again");
            }
        }
    }

    /** Takes from what is wanted only what this part of the object may change. */
    private static ObjectNode merge(ResourceKind kind, Part part, ObjectNode current, ObjectNode wanted) {
        if (part == Part.STATUS) {
            var next = current.deepCopy();
            replace(next, "status", wanted.path("status").deepCopy());
            return next;
        }
        var next = wanted.deepCopy();
        next.put("apiVersion", kind.storedApiVersion()).put("kind", kind.kind());
        if (kind.statusSubresource()) {
            replace(next, "status", current.path("status"));
        }
        Secrets.normalize(kind, next);
        var metadata = next.withObject("/metadata");
        Metadata.normalize(metadata);
        for (var owned : OWNED_BY_SERVER) {
            replace(metadata, owned, current.path("metadata").path(owned).deepCopy());
        }
        return next;
    }

    private static void replace(ObjectNode object, String field, JsonNode value) {
        if (value.isMissingNode()) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }

    private static boolean raisesGeneration(ResourceKind kind, ObjectNode current, ObjectNode next) {
        return kind.custom() && !content(kind, current).equals(content(kind, next));
    }

    private static ObjectNode content(ResourceKind kind, ObjectNode object) {
        var content = Json.shallowCopy(object);
        content.remove("metadata");
        if (kind.statusSubresource()) {
            content.remove("status");
        }
        return content;
    }
}
