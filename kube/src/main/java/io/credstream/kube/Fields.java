package io.credstream.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The fields of one entry of a kubeconfig.
 *
 * @param path of the entry, as it stands before a field's name in a problem
 */
record Fields(String path, JsonNode node) {

    Optional<String> text(String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    /** Whether there is anything at all, be it of the wrong type; {@code null}, {@code ""} and {@code false} are nothing. */
    boolean has(String field) {
        JsonNode value = node.path(field);
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.asText().isEmpty())
                && !(value.isBoolean() && !value.booleanValue());
    }
}
