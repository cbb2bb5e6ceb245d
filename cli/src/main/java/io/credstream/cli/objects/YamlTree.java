package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What was composed, as the JSON that kubectl makes of it: {@code yes} is a boolean, a time is a string, aliases are written
 * out. Bounded, since a few lines of nested aliases can stand for gigabytes.
 */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TRUTHS = Set.of("true", "yes", "on");
    private static final int MAX_DEPTH = 150;
    private static final int MAX_NODES = 2_000_000;

    private int nodes;

    private YamlTree() {}

    /** @throws TooLarge if it stands for more than any object can be */
    static JsonNode of(Node root) {
        return new YamlTree().convert(root, 0);
    }

    /** More, or deeper, than any object can be. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLarge() {
            super("too large", null, false, false);
        }
    }

    private JsonNode convert(Node node, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw new TooLarge();
        }
        if (node instanceof MappingNode map) {
            ObjectNode object = JSON.objectNode();
            map.getValue().forEach(entry -> put(object, entry, depth));
            return object;
        }
        if (node instanceof SequenceNode list) {
            ArrayNode array = JSON.arrayNode();
            list.getValue().forEach(item -> array.add(convert(item, depth + 1)));
            return array;
        }
        return node instanceof ScalarNode scalar ? scalar(scalar) : JSON.nullNode();
    }

    private void put(ObjectNode object, NodeTuple entry, int depth) {
        JsonNode value = convert(entry.getValueNode(), depth + 1);
        if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
            merge(object, value);
        } else {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            object.set(key, value);
        }
    }

    /** What a map says itself comes before what is merged into it. */
    private static void merge(ObjectNode object, JsonNode merged) {
        if (merged.isArray()) {
            merged.forEach(one -> merge(object, one));
        }
        merged.properties().forEach(e -> object.putIfAbsent(e.getKey(), e.getValue()));
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(TRUTHS.contains(text.toLowerCase(Locale.ROOT)));
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : JSON.textNode(text);
    }

    /** Numbers in forms that JSON has not are told from text and are no use as such: which number they are does not matter. */
    private static JsonNode number(String text) {
        try {
            return text.chars().allMatch(Character::isDigit)
                    ? JSON.numberNode(new BigInteger(text))
                    : JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException otherForm) {
            return JSON.numberNode(0);
        }
    }
}
