package io.credstream.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Selectors as kubectl writes them: {@code a=b,c in (d,e),!f}. */
public final class SelectorText {
    private static final JsonMapper JSON = new JsonMapper();

    private SelectorText() {}

    public static String of(LabelSelector selector) {
        return Stream.concat(
                        selector.matchLabels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()),
                        selector.matchExpressions().stream().map(SelectorText::requirement))
                .collect(Collectors.joining(","));
    }

    /** A selector in JSON: in the same form if it has labels only, else as it is. */
    public static String ofJson(String json) {
        try {
            JsonNode labels = JSON.readTree(json);
            if (labels.size() == 1 && labels.path("matchLabels").isObject()) {
                return labels.path("matchLabels").properties().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().asText())
                        .collect(Collectors.joining(","));
            }
            return json;
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static String requirement(Requirement r) {
        String values = r.values().stream().collect(Collectors.joining(",", "(", ")"));
        return switch (r.operator()) {
            case IN -> r.key() + " in " + values;
            case NOT_IN -> r.key() + " notin " + values;
            case EXISTS -> r.key();
            case DOES_NOT_EXIST -> "!" + r.key();
        };
    }
}
