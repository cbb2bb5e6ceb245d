package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatus.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What every kind's metadata has to satisfy. */
final class Metadata {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private Metadata() {}

    /** Refuses metadata of the wrong types, which a real server fails to decode. */
    static void requireDecodable(JsonNode metadata) {
        requireStrings(metadata.path("labels"), "labels");
        requireStrings(metadata.path("annotations"), "annotations");
        var finalizers = metadata.path("finalizers");
        if (!finalizers.isMissingNode() && !finalizers.isNull() && !finalizers.isArray()) {
            throw KubeStatus.badRequest("json: cannot unmarshal metadata.finalizers");
        }
    }

    private static void requireStrings(JsonNode map, String field) {
        boolean absent = map.isMissingNode() || map.isNull();
        boolean strings = map.isObject()
                && map.properties().stream().allMatch(entry -> entry.getValue().isTextual());
        if (!absent && !strings) {
            throw KubeStatus.badRequest("json: cannot unmarshal metadata." + field + " into a map of strings");
        }
    }

    /** Drops what is empty, as a server does that reads metadata into a type and writes it again. */
    static void normalize(ObjectNode metadata) {
        for (var field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
            if (metadata.path(field).isEmpty()) {
                metadata.remove(field);
            }
        }
    }

    static List<Violation> violations(JsonNode metadata) {
        var violations = new ArrayList<Violation>();
        if (!NAME.matcher(metadata.path("name").asText()).matches()) {
            violations.add(invalid(
                    "metadata.name",
                    "a lowercase RFC 1123 subdomain must consist of lower case"
                            + " alphanumeric characters, '-' or '.'"));
        }
        metadata.path("labels").properties().forEach(label -> {
            if (!LABEL_KEY.matcher(label.getKey()).matches()) {
                violations.add(invalid("metadata.labels", "not a label key: " + label.getKey()));
            }
            if (!LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
                violations.add(invalid("metadata.labels", "not a label value: " + label.getKey()));
            }
        });
        return violations;
    }

    private static Violation invalid(String field, String message) {
        return new Violation("FieldValueInvalid", field, "Invalid value: " + message);
    }
}
