package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a list and holds one of its objects at a time, and of one that is too large only the beginning. Its metadata can come
 * before its items or after them: API servers write either, depending on the kind.
 */
final class ListReader {

    /** A list's own metadata: a version and the position of the next page. */
    private static final int METADATA_BYTES = 64 << 10;

    private final JsonObjects json;
    private final WireJson wire;
    private final int objectBytes;

    ListReader(InputStream in, Room.Share room, int objectBytes) {
        this.json = new JsonObjects(in, room);
        this.wire = new WireJson(room);
        this.objectBytes = objectBytes;
    }

    /** Throws {@link IOException} for whatever is no complete list. */
    Api.Page read(Api.Items items) throws IOException, ApiFailure, InterruptedException {
        JsonNode metadata = MissingNode.getInstance();
        json.expect('{');
        if (!json.skip('}')) {
            do {
                String field = json.key();
                json.expect(':');
                switch (field) {
                    case "metadata" -> metadata = wire.small(json.value(METADATA_BYTES));
                    case "items" -> readItems(items);
                    default -> json.value(METADATA_BYTES);
                }
            } while (json.skip(','));
            json.expect('}');
        }
        String version = metadata.path("resourceVersion").asText("");
        if (!WatchedObject.isVersion(version)) {
            throw new JsonObjects.NotJson(); // a list without a version
        }
        String next = metadata.path("continue").asText("");
        return new Api.Page(version, next.isEmpty() ? null : next, json.bytes());
    }

    private void readItems(Api.Items items) throws IOException, ApiFailure, InterruptedException {
        if (!json.skip('[')) {
            if (!wire.small(json.value(METADATA_BYTES)).isNull()) { // how Go writes an empty list
                throw new JsonObjects.NotJson();
            }
            return;
        }
        if (json.skip(']')) {
            return;
        }
        do {
            wire.read(json.value(objectBytes), items);
        } while (json.skip(','));
        json.expect(']');
    }
}
