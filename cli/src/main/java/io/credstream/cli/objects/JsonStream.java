package io.credstream.cli.objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Objects of JSON one after the other, with or without a line break between them. */
final class JsonStream {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonStream() {}

    /** Where each object ends; empty if the text is anything else than objects of JSON. */
    static List<Integer> ends(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return List.of();
        }
        List<Integer> ends = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                ends.add((int) parser.currentLocation().getCharOffset());
            }
            return parser.currentToken() == null ? ends : List.of();
        } catch (IOException other) {
            return List.of();
        }
    }
}
