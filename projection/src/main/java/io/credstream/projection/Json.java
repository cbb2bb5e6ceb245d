package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reading JSON that may be of any shape. */
final class Json {
    /** Longest text that is projected: no name, version or state has as much, and no record may become too large to be sent. */
    static final int MAX_TEXT = 1024;

    private Json() {}

    /**
     * The text, or {@code null} if this is no text, or too long, or empty: Go's structs, in which all of it was written, know no
     * difference between empty and absent.
     */
    static @Nullable String text(JsonNode node) {
        return node.isTextual()
                        && !node.textValue().isEmpty()
                        && node.textValue().length() <= MAX_TEXT
                ? node.textValue()
                : null;
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** What kind of JSON it is, for a person: {@code a number}, {@code a list}. */
    static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NULL -> "null";
            case MISSING -> "missing";
            case BINARY -> node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
