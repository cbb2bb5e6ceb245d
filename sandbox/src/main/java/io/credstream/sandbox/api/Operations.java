package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.JsonPatch;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatus.Violation;
import io.credstream.sandbox.objects.MergePatch;
import io.credstream.sandbox.objects.ObjectKey;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sandbox.store.Part;
import io.credstream.sandbox.store.Store;
import io.credstream.sandbox.store.Writes;
import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;

/** The requests that read or write objects and are answered at once: everything but watches. */
final class Operations {

    /** What to answer. */
    record Answer(int status, JsonNode body) {}

    private final Store store;
    private final Writes writes;
    private final Pager pager;

    Operations(Store store, Writes writes) {
        this.store = store;
        this.writes = writes;
        this.pager = new Pager(store);
    }

    Answer perform(Verb verb, ResourceKind kind, Target target, Exchange exchange, byte[] body) {
        var rendering = new Rendering(kind, target.version());
        return switch (verb) {
            case GET -> new Answer(200, rendering.object(get(kind, target)));
            case LIST -> new Answer(200, list(rendering, target, exchange));
            case CREATE -> new Answer(201, rendering.object(create(rendering, target, exchange, body)));
            case UPDATE -> new Answer(200, rendering.object(replace(rendering, target, exchange, body)));
            case PATCH -> new Answer(200, rendering.object(patch(kind, target, exchange, body)));
            case DELETE -> new Answer(200, delete(rendering, target, body));
            case DELETECOLLECTION -> new Answer(200, deleteAll(rendering, target, exchange));
            case WATCH -> throw new IllegalArgumentException("a watch is not answered at once");
        };
    }

    private ObjectNode get(ResourceKind kind, Target target) {
        var object = store.get(kind, target.key());
        if (object == null) {
            throw KubeStatus.notFound(kind, target.name());
        }
        return object;
    }

    private ObjectNode list(Rendering rendering, Target target, Exchange exchange) {
        var selection = selection(target, exchange);
        var notOlderThan = exchange.parameter("resourceVersion");
        if (notOlderThan.matches("\\d+") && new BigInteger(notOlderThan).compareTo(store.version()) > 0) {
            throw KubeStatus.versionTooLarge();
        }
        return rendering.list(
                pager.page(rendering.kind(), selection, exchange.number("limit"), exchange.parameter("continue")));
    }

    static Selection selection(Target target, Exchange exchange) {
        return Selection.of(
                target.namespace(), exchange.parameter("labelSelector"), exchange.parameter("fieldSelector"));
    }

    private ObjectNode create(Rendering rendering, Target target, Exchange exchange, byte[] body) {
        return writes.create(
                rendering.kind(), target.namespace(), given(rendering, exchange, body), exchange.fieldManager());
    }

    private ObjectNode replace(Rendering rendering, Target target, Exchange exchange, byte[] body) {
        var given = given(rendering, exchange, body);
        if (rendering.kind().custom()
                && given.path("metadata").path("resourceVersion").asText().isEmpty()) {
            throw KubeStatus.invalid(
                    rendering.kind(),
                    target.name(),
                    List.of(new Violation(
                            "FieldValueInvalid",
                            "metadata.resourceVersion",
                            "Invalid value: 0x0: must be specified for an update")));
        }
        return update(rendering.kind(), target, current -> given, exchange);
    }

    private static ObjectNode given(Rendering rendering, Exchange exchange, byte[] body) {
        var object = read(exchange.header("Content-Type"), body);
        requireSame("kind", rendering.kind().kind(), object);
        requireSame("apiVersion", rendering.kind().apiVersion(rendering.version()), object);
        return object;
    }

    private static ObjectNode read(String type, byte[] body) {
        return switch (type.split(";", 2)[0].strip()) {
            case "", "application/json" -> Json.readObject(body);
            case "application/yaml" -> Json.readYamlObject(body);
            default -> throw KubeStatus.unsupportedMediaType(type);
        };
    }

    private static void requireSame(String field, String expected, ObjectNode object) {
        var stated = object.path(field).asText(expected);
        if (!stated.equals(expected)) {
            throw KubeStatus.badRequest("the %s in the data (%s) does not match the expected %s (%s)"
                    .formatted(field, stated, field, expected));
        }
    }

    private ObjectNode patch(ResourceKind kind, Target target, Exchange exchange, byte[] body) {
        var type = exchange.header("Content-Type").split(";", 2)[0].strip();
        return update(kind, target, edit(kind, type, body), exchange);
    }

    private static UnaryOperator<ObjectNode> edit(ResourceKind kind, String type, byte[] body) {
        return switch (type) {
            case "application/json-patch+json" -> JsonPatch.parse(Json.read(body))::apply;
            case "application/merge-patch+json" -> mergePatch(body);
            // Of the built-in kinds here, Secrets above all, no field merges otherwise.
            case "application/strategic-merge-patch+json" -> {
                if (kind.custom()) {
                    throw KubeStatus.unsupportedMediaType(type);
                }
                yield mergePatch(body);
            }
            default -> throw KubeStatus.unsupportedMediaType(type);
        };
    }

    private static UnaryOperator<ObjectNode> mergePatch(byte[] body) {
        var patch = Json.readObject(body);
        return current -> MergePatch.apply(current, patch);
    }

    private ObjectNode update(ResourceKind kind, Target target, UnaryOperator<ObjectNode> edit, Exchange exchange) {
        return writes.update(kind, target.key(), part(target), edit, exchange.fieldManager());
    }

    private static Part part(Target target) {
        return target.subresource().isEmpty() ? Part.MAIN : Part.STATUS;
    }

    private ObjectNode delete(Rendering rendering, Target target, byte[] body) {
        var preconditions =
                body.length == 0 ? Json.object() : Json.readObject(body).path("preconditions");
        var answer = writes.delete(
                rendering.kind(),
                target.key(),
                preconditions.path("uid").asText(),
                preconditions.path("resourceVersion").asText());
        return answer.path("kind").asText().equals("Status") ? answer : rendering.object(answer);
    }

    private ObjectNode deleteAll(Rendering rendering, Target target, Exchange exchange) {
        return store.exclusively(() -> {
            var page = pager.page(rendering.kind(), selection(target, exchange), 0, "");
            for (var object : page.items()) {
                var metadata = object.path("metadata");
                var key = new ObjectKey(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText());
                writes.delete(rendering.kind(), key, "", "");
            }
            return rendering.list(page);
        });
    }
}
