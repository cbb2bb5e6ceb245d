package io.credstream.kube;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one mapping of a kubeconfig. What is not of the type that client-go decodes becomes a problem, and counts as
 * absent.
 *
 * @param path of the mapping, as it stands before a field's name in a problem
 */
record Fields(String path, Map<String, Value> values, Problems problems) {

    /** Of what should be a mapping; without fields, and with a problem, if it is anything else but nothing. */
    static Fields of(String path, Value value, Problems problems) {
        return switch (value) {
            case Value.Mapping(Map<String, Value> values) -> new Fields(path, values, problems);
            case Value.Nothing ignored -> new Fields(path, Map.of(), problems);
            case Value.Text ignored -> noMapping(path, value, problems);
            case Value.Numeric ignored -> noMapping(path, value, problems);
            case Value.Truth ignored -> noMapping(path, value, problems);
            case Value.Items ignored -> noMapping(path, value, problems);
        };
    }

    private static Fields noMapping(String path, Value value, Problems problems) {
        String field = path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
        problems.add(
                field.isEmpty() ? "file" : field, "is " + value.kind() + " and not a mapping", "write a kubeconfig");
        return new Fields(path, Map.of(), problems);
    }

    Value value(String field) {
        return values.getOrDefault(field, new Value.Nothing());
    }

    /** Text that is not empty. */
    Optional<String> text(String field) {
        return text(path + field, value(field));
    }

    private Optional<String> text(String place, Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.isEmpty() ? Optional.empty() : Optional.of(text);
            case Value.Nothing ignored -> Optional.empty();
            case Value.Numeric ignored -> noText(place, value);
            case Value.Truth ignored -> noText(place, value);
            case Value.Items ignored -> noText(place, value);
            case Value.Mapping ignored -> noText(place, value);
        };
    }

    private Optional<String> noText(String place, Value value) {
        problems.add(place, "is " + value.kind() + " and not text", "write it as text, in quotes");
        return Optional.empty();
    }

    /** The items of a list; none, with a problem, if it is anything else but nothing. */
    List<Value> items(String field) {
        Value value = value(field);
        if (value instanceof Value.Items(List<Value> items)) {
            return items;
        }
        if (!(value instanceof Value.Nothing)) {
            problems.add(path + field, "is " + value.kind() + " and not a list", "write each item after '- '");
        }
        return List.of();
    }

    /** A list of text, none of it empty. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        List<Value> items = items(field);
        for (int i = 0; i < items.size(); i++) {
            String place = path + field + "[" + i + "]";
            int before = problems.count();
            Optional<String> text = text(place, items.get(i));
            text.ifPresent(texts::add);
            if (text.isEmpty() && problems.count() == before) {
                problems.add(place, "is empty", "remove it, or write what it should be");
            }
        }
        return texts;
    }

    /** The fields of a mapping in a field. */
    Fields fields(String field) {
        return of(path + field + ".", value(field), problems);
    }

    /** Lists of text by key. */
    Map<String, List<String>> textsByKey(String field) {
        Fields fields = fields(field);
        Map<String, List<String>> texts = new LinkedHashMap<>();
        fields.values().keySet().forEach(key -> {
            Fields shown = new Fields(fields.path(), Map.of(Names.shown(key), fields.value(key)), problems);
            texts.put(key, shown.texts(Names.shown(key)));
        });
        return texts;
    }

    /** Whether there is anything at all, be it of the wrong type; {@code null}, {@code ""} and {@code false} are nothing. */
    boolean has(String field) {
        return switch (value(field)) {
            case Value.Nothing ignored -> false;
            case Value.Text(String text) -> !text.isEmpty();
            case Value.Truth(boolean isTrue) -> isTrue;
            case Value.Numeric ignored -> true;
            case Value.Items ignored -> true;
            case Value.Mapping ignored -> true;
        };
    }
}
