package io.credstream.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a kubeconfig that is JSON, whose tabs and escapes are not always YAML. */
final class JsonReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool()) // secrets are left in no buffer that is used again
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(ValueBudget.DEPTH + 10)
                    .build())
            .build();

    private final JsonParser parser;
    private final ValueBudget budget = new ValueBudget();

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The first value of the text; {@code null} if it is not JSON. */
    static @Nullable Value read(String text) throws Unreadable {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            return new JsonReader(parser).value();
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
    }

    private Value value() throws IOException, Unreadable {
        budget.spend(1);
        JsonToken token = parser.currentToken();
        if (token == null) {
            return new Value.Nothing();
        }
        budget.enter();
        Value value = token.isScalarValue() ? scalar(token) : token == JsonToken.START_ARRAY ? items() : mapping();
        budget.leave();
        return value;
    }

    private Value scalar(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return new Value.Text(parser.getText());
        }
        if (token.isBoolean()) {
            return new Value.Truth(token == JsonToken.VALUE_TRUE);
        }
        return token.isNumeric() ? new Value.Numeric() : new Value.Nothing();
    }

    private Value items() throws IOException, Unreadable {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Value.Items(items);
    }

    private Value mapping() throws IOException, Unreadable {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentLocation().getLineNr();
            parser.nextToken();
            if (fields.put(key, value()) != null) {
                throw new Unreadable("line " + line, "has a duplicate key", "remove one of them");
            }
        }
        return new Value.Mapping(fields);
    }
}
