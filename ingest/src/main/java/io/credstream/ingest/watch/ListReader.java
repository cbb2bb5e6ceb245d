package io.credstream.ingest.watch;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads a list and holds one of its objects at a time. Its metadata can come before its items or after them: API servers
 * write either, depending on the kind.
 */
final class ListReader {

    private ListReader() {}

    /** Throws {@link com.fasterxml.jackson.core.JsonProcessingException} for whatever is no complete list. */
    static Api.Page read(InputStream in, Consumer<JsonNode> items) throws IOException {
        JsonNode metadata = MissingNode.getInstance();
        try (JsonParser parser = WireJson.READER.createParser(in)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "metadata" -> metadata = WireJson.READER.readTree(parser);
                    case "items" -> readItems(parser, items);
                    default -> parser.skipChildren();
                }
            }
            String version = metadata.path("resourceVersion").asText("");
            if (!WatchedObject.isVersion(version)) {
                throw new JsonParseException(parser, "a list without a version");
            }
            String next = metadata.path("continue").asText("");
            return new Api.Page(version, next.isEmpty() ? null : next);
        }
    }

    private static void readItems(JsonParser parser, Consumer<JsonNode> items) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return; // how Go writes an empty list
        }
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.accept(WireJson.READER.readTree(parser));
        }
    }

    private static void expect(JsonParser parser, JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new JsonParseException(parser, "not a list");
        }
    }
}
