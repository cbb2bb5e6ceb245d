package io.credstream.simulation.cluster;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** RFC 6902 as the API server has it: all or nothing, and what is absent equals {@code null}. */
public final class JsonPatch {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonPatch() {}

    /** The object afterwards; empty if an operation fails. */
    public static Optional<ObjectNode> apply(ObjectNode object, String patch) {
        ObjectNode result = object.deepCopy();
        try {
            for (JsonNode operation : JSON.readTree(patch)) {
                if (!apply(result, operation)) {
                    return Optional.empty();
                }
            }
            return Optional.of(result);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a patch that is no JSON", e);
        }
    }

    private static boolean apply(ObjectNode root, JsonNode operation) {
        JsonPointer path = JsonPointer.compile(operation.path("path").asText());
        JsonNode at = root.at(path);
        JsonNode parent = root.at(path.head());
        String name = path.last().getMatchingProperty();
        return switch (operation.path("op").asText()) {
            case "test" -> at.isMissingNode() ? operation.path("value").isNull() : at.equals(operation.path("value"));
            case "add" -> {
                if (parent instanceof ObjectNode object) {
                    object.set(name, operation.path("value").deepCopy());
                    yield true;
                }
                yield false;
            }
            case "remove" -> parent instanceof ObjectNode object && object.remove(name) != null;
            default -> throw new IllegalArgumentException("an operation that is not in use");
        };
    }
}
