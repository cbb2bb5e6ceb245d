package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** What every object of a cluster says of itself. */
final class WatchedObject {

    /** KEP-5504: a decimal integer of at most 128 bits. */
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,38}");

    private WatchedObject() {}

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }

    /** For a person, when there is something wrong with it. */
    static String describe(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("");
    }
}
