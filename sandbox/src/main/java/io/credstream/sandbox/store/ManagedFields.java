package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Who wrote an object: one entry per manager and subresource, with the time of its last write.
 *
 * <p>The fields that each of them owns are not recorded: only server-side apply needs them.
 */
final class ManagedFields {

    private ManagedFields() {}

    static void record(ObjectNode object, String manager, String subresource, Instant time) {
        var metadata = object.withObject("/metadata");
        var entries = metadata.get("managedFields") instanceof ArrayNode present
                ? present
                : metadata.putArray("managedFields");
        entryOf(entries, manager, subresource)
                .put("apiVersion", object.path("apiVersion").asText())
                .put("time", time.toString());
    }

    private static ObjectNode entryOf(ArrayNode entries, String manager, String subresource) {
        for (var entry : entries) {
            if (entry instanceof ObjectNode known
                    && known.path("manager").asText().equals(manager)
                    && known.path("subresource").asText().equals(subresource)) {
                return known;
            }
        }
        var added = entries.addObject().put("manager", manager).put("operation", "Update");
        if (!subresource.isEmpty()) {
            added.put("subresource", subresource);
        }
        added.put("fieldsType", "FieldsV1").putObject("fieldsV1");
        return added;
    }
}
