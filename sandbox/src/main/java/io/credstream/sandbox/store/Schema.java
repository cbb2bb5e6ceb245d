package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.sandbox.objects.KubeStatus.Violation;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a kind's schema by which a write can be rejected.
 *
 * <p>Only what the product could get wrong is checked. What is required in a Manifest is not: tests have Manifests with
 * a layer missing.
 */
@FunctionalInterface
interface Schema {

    List<Violation> violations(JsonNode object);

    static Schema of(ResourceKind kind) {
        return kind.equals(ResourceKind.MANIFESTS) ? Schema::ofManifest : object -> List.of();
    }

    /** {@code spec.install.source} preserves unknown fields, so nothing in it is checked. */
    private static List<Violation> ofManifest(JsonNode object) {
        var violations = new ArrayList<Violation>();
        var spec = object.path("spec");
        ofType("object", "spec", spec, violations);
        ofType("object", "spec.install", spec.path("install"), violations);
        ofType("object", "spec.install.source", spec.path("install").path("source"), violations);
        ofType("boolean", "spec.remote", spec.path("remote"), violations);
        ofType("string", "spec.version", spec.path("version"), violations);
        ofImage(spec.path("config"), violations);
        return violations;
    }

    private static void ofImage(JsonNode config, List<Violation> violations) {
        ofType("object", "spec.config", config, violations);
        for (var field : List.of("name", "repo", "ref", "type")) {
            ofType("string", "spec.config." + field, config.path(field), violations);
        }
        var types = Set.of("helm-chart", "oci-ref", "kustomize", "");
        if (config.path("type").isTextual()
                && !types.contains(config.path("type").asText())) {
            violations.add(new Violation(
                    "FieldValueNotSupported",
                    "spec.config.type",
                    "Unsupported value: \"%s\": supported values: %s"
                            .formatted(
                                    config.path("type").asText(),
                                    types.stream()
                                            .sorted()
                                            .map(type -> '"' + type + '"')
                                            .collect(Collectors.joining(", ")))));
        }
        ofSelector(config.path("credSecretSelector"), violations);
    }

    private static void ofSelector(JsonNode selector, List<Violation> violations) {
        var field = "spec.config.credSecretSelector";
        ofType("object", field, selector, violations);
        ofType("array", field + ".matchExpressions", selector.path("matchExpressions"), violations);
        ofType("object", field + ".matchLabels", selector.path("matchLabels"), violations);
        selector.path("matchLabels")
                .properties()
                .forEach(label ->
                        ofType("string", field + ".matchLabels." + label.getKey(), label.getValue(), violations));
    }

    private static void ofType(String type, String field, JsonNode value, List<Violation> violations) {
        if (!value.isMissingNode() && !typeOf(value).equals(type)) {
            violations.add(new Violation(
                    "FieldValueTypeInvalid",
                    field,
                    "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                            .formatted(typeOf(value), field, type, typeOf(value))));
        }
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case STRING, BINARY -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }
}
