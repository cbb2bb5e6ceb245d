package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.projection.Observed;
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

    /** For a person, when there is something wrong with it: as long as names may be, whatever it says. */
    static String describe(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return cut(metadata.path("namespace").asText("")) + "/"
                + cut(metadata.path("name").asText(""));
    }

    private static String cut(String name) {
        return name.length() <= Observed.MAX_NAME ? name : name.substring(0, Observed.MAX_NAME) + "…";
    }
}
