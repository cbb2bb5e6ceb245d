package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Refusal;
import io.credstream.model.Refusal.Reader;
import io.credstream.model.Template;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares JSON with the types into which lifecycle-manager decodes it, and collects the places that do not fit, the first ones only. */
final class Decoding {
    private final List<Refusal> refusals = new ArrayList<>();

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /**
     * Of one place only the first is kept.
     *
     * @param place within {@code spec}; quotes nothing of the template
     */
    void refuse(Reader reader, String place, String message, String fix) {
        String field = "spec." + place;
        if (refusals.size() < Template.MAX_REFUSALS
                && refusals.stream().noneMatch(r -> r.field().equals(field))) {
            refusals.add(new Refusal(reader, field, message, fix));
        }
    }

    void decode(String place, JsonNode node, Shape shape) {
        if (Json.isAbsent(node)) {
            return;
        }
        switch (shape) {
            case Shape.Text text -> require(node.isTextual(), place, node, "write a string in quotes");
            case Shape.Truth truth -> require(node.isBoolean(), place, node, "write true or false, without quotes");
            case Shape.Time time ->
                require(isTime(node), place, node, "write a time such as 2025-01-31T12:00:00Z, in quotes");
            case Shape.Word word -> require(node.isValueNode(), place, node, "write a string in quotes");
            case Shape.Entries(Shape of) -> {
                require(node.isObject(), place, node, "write a map of strings");
                node.valueStream().forEach(value -> decode(place, value, of));
            }
            case Shape.Items(Shape of) -> {
                require(node.isArray(), place, node, "write a list");
                for (int i = 0; node.isArray() && i < node.size(); i++) {
                    decode(place + "[" + i + "]", node.get(i), of);
                }
            }
            case Shape.Fields(Map<String, Shape> of) -> {
                require(node.isObject(), place, node, "write an object");
                node.properties()
                        .forEach(field -> named(of, field.getKey())
                                .ifPresent(type ->
                                        decode(place + "." + type.getKey(), field.getValue(), type.getValue())));
            }
        }
    }

    private void require(boolean fits, String place, JsonNode node, String fix) {
        if (!fits) {
            String message = node.isTextual() ? "is a string of another form" : "is " + Json.describe(node);
            refuse(Reader.DESCRIPTOR, place, message, fix);
        }
    }

    /** Go finds a field by its name in whatever case. */
    private static Optional<Map.Entry<String, Shape>> named(Map<String, Shape> fields, String name) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .findFirst();
    }

    private static boolean isTime(JsonNode node) {
        try {
            return node.isTextual() && OffsetDateTime.parse(node.textValue()) != null;
        } catch (DateTimeParseException other) {
            return false;
        }
    }
}
