package io.credstream.sandbox.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Objects to and from their text; what cannot be read is a bad request. */
public final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** {@return a copy whose members are those of the original} */
    public static ObjectNode shallowCopy(ObjectNode object) {
        return object().<ObjectNode>setAll(object);
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static JsonNode read(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException malformed) {
            throw KubeStatus.badRequest("the body of the request is not JSON");
        }
    }

    public static JsonNode readText(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ObjectNode readObject(byte[] text) {
        return asObject(read(text));
    }

    public static ObjectNode readYamlObject(byte[] text) {
        try {
            return asObject(YAML.readTree(text));
        } catch (IOException malformed) {
            throw KubeStatus.badRequest("the body of the request is not YAML");
        }
    }

    /** Reads every document of a YAML (or JSON) text, leaving out empty ones. */
    public static List<ObjectNode> readDocuments(String text) {
        var documents = new ArrayList<ObjectNode>();
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (values.hasNext()) {
                var value = values.next();
                if (value != null && !value.isNull() && !value.isMissingNode()) {
                    documents.add(asObject(value));
                }
            }
            return documents;
        } catch (IOException malformed) {
            throw new IllegalArgumentException("not YAML", malformed);
        }
    }

    private static ObjectNode asObject(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw KubeStatus.badRequest("the body of the request is not an object");
    }
}
