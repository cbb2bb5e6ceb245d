package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.kube.PlainScalars;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What was composed with {@link PlainScalars}, as the JSON that kubectl makes of it; aliases are written out. Keys that are there twice are
 * refused, of which kubectl takes the last. Bounded, since a few lines of nested aliases can stand for gigabytes.
 */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 150;
    private static final int MAX_NODES = 2_000_000;

    private int nodes;

    private YamlTree() {}

    /** @throws Refused for what is no JSON */
    static JsonNode of(Node root) {
        return new YamlTree().convert(root, 0);
    }

    /** Something that is YAML, and nothing that an API server takes. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Mark mark;
        private final String message;
        private final String fix;

        private Refused(@Nullable Mark mark, String message, String fix) {
            super(message, null, false, false);
            this.mark = mark;
            this.message = message;
            this.fix = fix;
        }

        /** Where; absent where it is all of it. */
        @Nullable
        Mark mark() {
            return mark;
        }

        String message() {
            return message;
        }

        String fix() {
            return fix;
        }
    }

    private JsonNode convert(Node node, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new Refused(null, "stands for far more than an object can be", "write its aliases out");
        }
        if (node instanceof MappingNode map) {
            return object(map, depth);
        }
        if (node instanceof SequenceNode list) {
            ArrayNode array = JSON.arrayNode();
            list.getValue().forEach(item -> array.add(convert(item, depth + 1)));
            return array;
        }
        return node instanceof ScalarNode scalar ? scalar(scalar) : JSON.nullNode();
    }

    /** What is merged and what a map says itself count in their sequence, the later over the earlier. */
    private ObjectNode object(MappingNode map, int depth) {
        ObjectNode object = JSON.objectNode();
        Set<String> own = new HashSet<>();
        for (NodeTuple entry : map.getValue()) {
            JsonNode value = convert(entry.getValueNode(), depth + 1);
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(object, value, entry.getValueNode());
                continue;
            }
            String key = key(entry.getKeyNode());
            if (!own.add(key)) {
                String fix = depth == 0 ? "remove one of them, or write --- between two objects" : "remove one of them";
                throw new Refused(entry.getKeyNode().getStartMark(), "has a duplicate key", fix);
            }
            object.set(key, value);
        }
        return object;
    }

    private String key(Node node) {
        JsonNode key = node instanceof ScalarNode scalar ? scalar(scalar) : JSON.nullNode();
        if (key.isNull()) {
            throw new Refused(node.getStartMark(), "has a key that is not text", "write it in quotes");
        }
        return key.isNumber() ? key.decimalValue().toPlainString() : key.asText();
    }

    /** Of several mappings the first one that has a key counts. */
    private static void merge(ObjectNode object, JsonNode merged, Node at) {
        List<JsonNode> sources = merged.isArray() ? merged.valueStream().toList() : List.of(merged);
        for (JsonNode source : sources.reversed()) {
            if (!source.isObject()) {
                throw new Refused(at.getStartMark(), "merges what is not a mapping", "name a mapping after '<<:'");
            }
            source.properties().forEach(entry -> object.set(entry.getKey(), entry.getValue()));
        }
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(PlainScalars.truth(text).orElseThrow(() -> misfit(scalar)));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            BigDecimal number = PlainScalars.number(text).orElseThrow(() -> misfit(scalar));
            boolean whole = number.stripTrailingZeros().scale() <= 0;
            return whole ? JSON.numberNode(number.toBigInteger()) : JSON.numberNode(number);
        }
        return JSON.textNode(tag.equals(Tag.BINARY) ? binary(scalar) : text);
    }

    private static String binary(ScalarNode scalar) {
        try {
            byte[] bytes = Base64.getDecoder().decode(scalar.getValue().replaceAll("[\\r\\n]", ""));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw misfit(scalar);
        }
    }

    private static Refused misfit(ScalarNode scalar) {
        return new Refused(scalar.getStartMark(), "has a value that JSON does not have", "write it in quotes");
    }
}
