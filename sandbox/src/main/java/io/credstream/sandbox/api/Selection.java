package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.sandbox.objects.KubeStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Which objects of a kind a list or a watch is about.
 *
 * @param namespace one namespace, or all of them if empty
 */
record Selection(String namespace, LabelSelector labels, List<FieldRequirement> fields) {

    /** One condition on a field that can be selected by. */
    record FieldRequirement(String field, boolean equal, String value) {
        boolean matches(JsonNode object) {
            return equal == metadata(object).path(field).asText().equals(value);
        }
    }

    Selection {
        fields = List.copyOf(fields);
    }

    static Selection of(String namespace, String labelSelector, String fieldSelector) {
        return new Selection(namespace, LabelSelector.parse(labelSelector), parseFields(fieldSelector));
    }

    private static List<FieldRequirement> parseFields(String text) {
        var requirements = new ArrayList<FieldRequirement>();
        for (var part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            var pair = part.split("!=|==|=", 2);
            if (pair.length != 2
                    || !List.of("metadata.name", "metadata.namespace").contains(pair[0])) {
                throw KubeStatus.badRequest("field label not supported: " + pair[0]);
            }
            requirements.add(
                    new FieldRequirement(pair[0].substring("metadata.".length()), !part.contains("!="), pair[1]));
        }
        return requirements;
    }

    /** {@return whether it leaves out objects of its namespace} */
    boolean filters() {
        return !labels.requirements().isEmpty() || !fields.isEmpty();
    }

    boolean matches(JsonNode object) {
        return (namespace.isEmpty()
                        || metadata(object).path("namespace").asText().equals(namespace))
                && labels.matches(metadata(object).path("labels"))
                && fields.stream().allMatch(field -> field.matches(object));
    }

    private static JsonNode metadata(JsonNode object) {
        return object.path("metadata");
    }
}
