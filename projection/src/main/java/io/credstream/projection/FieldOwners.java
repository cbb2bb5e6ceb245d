package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.ManifestAnnotations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Who wants a field to be as it is, by what the API server keeps for each field manager ({@code metadata.managedFields}). */
final class FieldOwners {

    /** Names of managers that are kept of one field; the first in order. Whether there is one decides, not how many. */
    static final int MOST = 8;

    /** Longest name of a field manager, in an API server. */
    private static final int MAX_NAME = 128;

    /**
     * Those whose owning a field does not mean that they want it: we, who are told by {@code applied} (R12), and lifecycle-manager's
     * reconciler, which applies whole objects as it has read them.
     */
    private static final Set<String> UNMEANT =
            Set.of(ManifestAnnotations.FIELD_MANAGER, "declarative.kyma-project.io/applier");

    private FieldOwners() {}

    /**
     * The managers that own something in a field, in order.
     *
     * @param path the names of the field and of those around it, from the outside
     */
    static List<String> of(JsonNode managedFields, List<String> path) {
        return StreamSupport.stream(managedFields.spliterator(), false)
                .filter(entry -> owns(entry.path("fieldsV1"), path))
                .map(entry -> entry.path("manager").asText(""))
                .filter(name -> !name.isEmpty() && name.length() <= MAX_NAME && !UNMEANT.contains(name))
                .distinct()
                .sorted()
                .limit(MOST)
                .toList();
    }

    private static boolean owns(JsonNode fields, List<String> path) {
        JsonNode field = fields;
        for (String name : path) {
            field = field.path("f:" + name);
        }
        return hasLeaf(field);
    }

    /**
     * The dot stands for a map itself, which is there for whatever anybody has in it: whoever owns nothing else in it owns nothing. Not
     * recursive, for whoever writes into a field without a schema decides how deep it is.
     */
    private static boolean hasLeaf(JsonNode field) {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(field));
        while (!open.isEmpty()) {
            JsonNode next = open.pop();
            if (next.isObject() && next.isEmpty()) {
                return true;
            }
            next.properties().forEach(part -> {
                if (!part.getKey().equals(".")) {
                    open.push(part.getValue());
                }
            });
        }
        return false;
    }
}
