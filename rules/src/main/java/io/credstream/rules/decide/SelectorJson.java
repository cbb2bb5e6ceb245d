package io.credstream.rules.decide;

import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A selector as we write it into a Manifest: the canonical form of {@link io.credstream.model.Manifest.ManifestLayer}, keys in
 * order, no whitespace, nothing that is empty.
 */
public final class SelectorJson {
    private SelectorJson() {}

    public static String of(LabelSelector selector) {
        StringBuilder json = new StringBuilder("{");
        if (!selector.matchExpressions().isEmpty()) {
            json.append(selector.matchExpressions().stream()
                    .map(SelectorJson::requirement)
                    .collect(Collectors.joining(",", "\"matchExpressions\":[", "]")));
        }
        if (!selector.matchLabels().isEmpty()) {
            json.append(json.length() > 1 ? "," : "").append("\"matchLabels\":").append(map(selector.matchLabels()));
        }
        return json.append('}').toString();
    }

    private static String requirement(Requirement requirement) {
        String values = requirement.values().isEmpty() ? "" : ",\"values\":" + array(requirement.values());
        return "{\"key\":" + quote(requirement.key()) + ",\"operator\":"
                + quote(requirement.operator().display()) + values + "}";
    }

    private static String array(List<String> values) {
        return values.stream().map(SelectorJson::quote).collect(Collectors.joining(",", "[", "]"));
    }

    private static String map(Map<String, String> map) {
        return map.entrySet().stream()
                .map(e -> quote(e.getKey()) + ":" + quote(e.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Keys and values of labels need no escapes; a record that holds others is still to become JSON, and nothing else. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append("\\u%04X".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
