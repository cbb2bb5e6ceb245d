package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.cli.objects.ObjectFile.Unreadable;
import io.credstream.model.Kind;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** What an API server refuses of an object's metadata, and of a Secret's data, before it looks at what they mean. */
final class ServerTypes {
    private static final String NOT_TEXT = "is not a string";
    private static final String QUOTE = "write it in quotes";

    private final KubernetesObject object;

    private ServerTypes(KubernetesObject object) {
        this.object = object;
    }

    /** The first of it; quotes nothing. */
    static Optional<Unreadable> refused(KubernetesObject object) {
        ServerTypes types = new ServerTypes(object);
        Stream<Optional<Unreadable>> ofMetadata = Stream.of(
                types.name("name"),
                types.name("namespace"),
                types.texts("metadata", "labels"),
                types.texts("metadata", "annotations"));
        Stream<Optional<Unreadable>> ofSecret = object.isOf(Kind.SECRET)
                ? Stream.of(types.texts("stringData"), types.texts("data"), types.base64())
                : Stream.empty();
        return Stream.concat(ofMetadata, ofSecret).flatMap(Optional::stream).findFirst();
    }

    private Optional<Unreadable> name(String field) {
        return isText(at("metadata", field))
                ? Optional.empty()
                : Optional.of(refusal(object.place("metadata", field), "metadata." + field, NOT_TEXT, QUOTE));
    }

    /** Of a map only the map is named: its keys are anybody's text. */
    private Optional<Unreadable> texts(String... path) {
        return at(path).properties().stream()
                .filter(entry -> !isText(entry.getValue()))
                .map(entry ->
                        refusal(place(entry.getKey(), path), "a value of " + String.join(".", path), NOT_TEXT, QUOTE))
                .findFirst();
    }

    private Place place(String key, String... path) {
        return object.place(Stream.concat(Stream.of(path), Stream.of(key)).toArray(String[]::new));
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual() || value.isNull() || value.isMissingNode();
    }

    /** Line breaks count for nothing; padding does, and blanks are not allowed. */
    private Optional<Unreadable> base64() {
        return at("data").properties().stream()
                .filter(entry -> !isBase64(withoutBreaks(entry.getValue().asText(""))))
                .map(entry -> refusal(
                        place(entry.getKey(), "data"),
                        "a value of data",
                        "is not base64 as API servers take it, with its padding and without blanks",
                        "write the text itself into stringData, or encode it with base64"))
                .findFirst();
    }

    static String withoutBreaks(String base64) {
        return base64.replaceAll("[\r\n]", "");
    }

    private static boolean isBase64(String text) {
        try {
            return text.length() % 4 == 0 && Base64.getDecoder().decode(text) != null;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private JsonNode at(String... path) {
        JsonNode at = object.json();
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    private Unreadable refusal(Place place, String field, String message, String fix) {
        return new Unreadable(place, object.title() + ": " + field + " " + message, fix);
    }
}
