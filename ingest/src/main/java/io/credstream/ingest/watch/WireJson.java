package io.credstream.ingest.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/**
 * How JSON from API servers is parsed, when it is known how long it is. The parser's buffers come from a pool of the process: by
 * default each thread keeps its own, and every feed is a thread.
 */
final class WireJson {

    /** Deeper than any object of Kubernetes, and far from what a stack takes. */
    private static final int MAX_DEPTH = 500;

    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE) // the bytes have been counted before
                            .build())
                    .build())
            .readerFor(JsonNode.class);

    /** Objects in which the beginning of another one is looked for. */
    private static final Set<String> OUTER = Set.of("object", "metadata");

    private static final Set<String> TOLD = Set.of("type", "namespace", "name", "uid", "resourceVersion");

    private final Room.Share room;

    WireJson(Room.Share room) {
        this.room = room;
    }

    /** Parses an object and hands it over, or what there is of it if it is too large, too deep or too intricate. */
    void read(JsonObjects.Value value, Api.Items items) throws IOException, ApiFailure, InterruptedException {
        if (value.whole() && !room.isIntricate(value)) {
            room.takeMemory(value);
            try {
                items.take(new Api.Item.Whole(READER.readTree(value.bytes()), value.length()));
                return;
            } catch (StreamConstraintsException tooDeep) {
                // What is at its beginning says which it is.
            } finally {
                room.leaveMemory(value);
            }
        }
        items.take(new Api.Item.TooLarge(head(value.bytes()), value.length()));
    }

    /** What is small by the limit that it was read with. */
    JsonNode small(JsonObjects.Value value) throws IOException {
        if (!value.whole() || room.isIntricate(value)) {
            throw new JsonObjects.NotJson();
        }
        return READER.readTree(value.bytes());
    }

    /** The type, names and versions that stand in what begins so, up to where it is cut off. */
    private static JsonNode head(byte[] bytes) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (JsonParser parser = READER.createParser(bytes, 0, Math.min(bytes.length, JsonObjects.HEAD_BYTES))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                head(parser, root);
            }
        } catch (IOException cutOff) {
            return root;
        }
        return root;
    }

    private static void head(JsonParser parser, ObjectNode into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && OUTER.contains(field)) {
                head(parser, into.withObject("/" + field));
            } else if (token == JsonToken.VALUE_STRING && TOLD.contains(field)) {
                into.put(field, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }
}
