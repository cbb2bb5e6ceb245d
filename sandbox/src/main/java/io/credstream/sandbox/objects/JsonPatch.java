package io.credstream.sandbox.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch (RFC 6902) with the peculiarities of kube-apiserver.
 *
 * <p>Where it departs from the RFC, so does the server: {@code test} with a value of null passes on a member that is
 * absent, provided that its parent is there. Operations work on a copy, so a patch applies whole or not at all. A patch
 * that cannot be read is a bad request; one that does not apply is invalid, without a word on which operation failed.
 */
public record JsonPatch(List<Operation> operations) {

    /** One operation, of which {@code from} and {@code value} may be absent. */
    record Operation(
            String op,
            List<String> path,
            @Nullable List<String> from,
            @Nullable JsonNode value) {}

    public JsonPatch {
        operations = List.copyOf(operations);
    }

    public static JsonPatch parse(JsonNode patch) {
        if (!patch.isArray()) {
            throw KubeStatus.badRequest("error decoding patch: not an array of operations");
        }
        var operations = new ArrayList<Operation>();
        for (var operation : patch) {
            var path = pointer(operation.get("path"));
            if (path == null || !operation.path("op").isTextual()) {
                throw KubeStatus.badRequest("error decoding patch: an operation needs op and path");
            }
            operations.add(new Operation(
                    operation.path("op").asText(), path, pointer(operation.get("from")), operation.get("value")));
        }
        return new JsonPatch(operations);
    }

    private static @Nullable List<String> pointer(@Nullable JsonNode text) {
        if (text == null || !text.isTextual()) {
            return null;
        }
        var segments = new ArrayList<String>();
        for (var segment : text.asText().split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return segments.subList(1, segments.size());
    }

    /** {@return the patched object; the one given stays as it is} */
    public ObjectNode apply(ObjectNode object) {
        var patched = object.deepCopy();
        for (var operation : operations) {
            apply(operation, patched);
        }
        return patched;
    }

    private static void apply(Operation operation, ObjectNode document) {
        var path = operation.path();
        switch (operation.op()) {
            case "test" -> test(document, path, operation.value());
            case "add" -> add(document, path, required(operation.value()));
            case "replace" -> replace(document, path, required(operation.value()));
            case "remove" -> remove(document, path);
            case "copy" -> add(document, path, find(document, operation.from()).deepCopy());
            case "move" -> {
                var moved = find(document, operation.from());
                remove(document, required(operation.from()));
                add(document, path, moved);
            }
            default -> throw KubeStatus.patchFailed();
        }
    }

    private static void test(ObjectNode document, List<String> path, @Nullable JsonNode wanted) {
        var found = member(parent(document, path), last(path));
        boolean passes = (found == null || found.isNull())
                ? wanted == null || wanted.isNull()
                : wanted != null && found.equals(wanted);
        if (!passes) {
            throw KubeStatus.patchFailed();
        }
    }

    private static void add(ObjectNode document, List<String> path, JsonNode value) {
        var parent = parent(document, path);
        if (parent instanceof ObjectNode object) {
            object.set(last(path), value);
        } else if (parent instanceof ArrayNode array) {
            array.insert(last(path).equals("-") ? array.size() : index(last(path), array.size()), value);
        }
    }

    private static void replace(ObjectNode document, List<String> path, JsonNode value) {
        var parent = parent(document, path);
        // Not as it is written, but as kube-apiserver does it: what is not there is replaced too.
        if (parent instanceof ObjectNode object) {
            object.set(last(path), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(index(last(path), array.size() - 1), value);
        }
    }

    private static void remove(ObjectNode document, List<String> path) {
        var parent = parent(document, path);
        required(member(parent, last(path)));
        if (parent instanceof ObjectNode object) {
            object.remove(last(path));
        } else if (parent instanceof ArrayNode array) {
            array.remove(index(last(path), array.size() - 1));
        }
    }

    private static JsonNode find(ObjectNode document, @Nullable List<String> path) {
        var there = required(path);
        return required(member(parent(document, there), last(there)));
    }

    private static JsonNode parent(ObjectNode document, List<String> path) {
        JsonNode node = document;
        for (var segment : path.subList(0, Math.max(0, path.size() - 1))) {
            node = required(member(node, segment));
        }
        if (!node.isContainerNode()) {
            throw KubeStatus.patchFailed();
        }
        return node;
    }

    private static @Nullable JsonNode member(JsonNode parent, String segment) {
        return parent instanceof ArrayNode array ? array.get(index(segment, array.size() - 1)) : parent.get(segment);
    }

    private static int index(String segment, int highest) {
        if (segment.matches("0|[1-9]\\d{0,8}") && Integer.parseInt(segment) <= highest) {
            return Integer.parseInt(segment);
        }
        throw KubeStatus.patchFailed();
    }

    /** The document itself has no parent to change it in: kube-apiserver fails on the empty path. */
    private static String last(List<String> path) {
        if (path.isEmpty()) {
            throw KubeStatus.patchFailed();
        }
        return path.getLast();
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw KubeStatus.patchFailed();
        }
        return part;
    }
}
