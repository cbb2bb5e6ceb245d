package io.credstream.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.Optional;

/** One value of the first Secret of a list, of which nothing else is kept. */
sealed interface SecretAnswer {

    /**
     * There is such a Secret.
     *
     * @param value as base64; empty if the Secret has none under the key
     */
    record Secret(Optional<String> value) implements SecretAnswer {
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /** The list is empty. */
    record Nothing() implements SecretAnswer {}

    /** No JSON, or not to the end. */
    record Unintelligible() implements SecretAnswer {}

    JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    static SecretAnswer read(byte[] list, String key) {
        try (JsonParser parser = JSON.createParser(list)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Unintelligible();
            }
            SecretAnswer found = new Nothing();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean items = parser.currentName().equals("items");
                JsonToken value = parser.nextToken();
                if (items && value == JsonToken.START_ARRAY) {
                    found = first(parser, key);
                } else {
                    parser.skipChildren();
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? found : new Unintelligible();
        } catch (IOException e) {
            return new Unintelligible();
        }
    }

    private static SecretAnswer first(JsonParser parser, String key) throws IOException {
        SecretAnswer found = new Nothing();
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            if (item == null) {
                return new Unintelligible();
            }
            if (item == JsonToken.START_OBJECT && found instanceof Nothing) {
                found = new Secret(value(parser, key));
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private static Optional<String> value(JsonParser parser, String key) throws IOException {
        Optional<String> value = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean data = parser.currentName().equals("data");
            JsonToken field = parser.nextToken();
            if (data && field == JsonToken.START_OBJECT) {
                value = text(parser, key);
            } else {
                parser.skipChildren();
            }
        }
        return value;
    }

    private static Optional<String> text(JsonParser parser, String key) throws IOException {
        Optional<String> text = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(key);
            JsonToken value = parser.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING && !parser.getText().isEmpty()) {
                text = Optional.of(parser.getText());
            }
            parser.skipChildren();
        }
        return text;
    }
}
