package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.StringJoiner;

/** JSON without what its spelling decides: keys in the order of {@link String#compareTo}, no whitespace between tokens. */
final class CanonicalJson {
    private CanonicalJson() {}

    /** Recursive: the parser of the node bounds the depth. */
    static String of(JsonNode node) {
        if (node.isObject()) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> members.add(new TextNode(member.getKey()) + ":" + of(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            StringJoiner elements = new StringJoiner(",", "[", "]");
            node.forEach(element -> elements.add(of(element)));
            return elements.toString();
        }
        return node.toString();
    }
}
