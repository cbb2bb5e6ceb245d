package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as a cluster showed it.
 *
 * @param cluster where; its role and namespaces decide what counts (R6, R7)
 * @param object the JSON of the API server
 * @param version at which it counts as observed: its own in a watch, the list's in a list
 */
public record Observed(Cluster cluster, JsonNode object, Version version, Cause cause) {

    /** Longest name of an object or a namespace, in an API server. */
    public static final int MAX_NAME = 253;

    /** Longer than any server's, which are UUIDs. */
    private static final int MAX_UID = 128;

    private static final int MAX_LABELS = 500;

    /** Longest key: a prefix of 253 characters, a slash and a name of 63. */
    private static final int MAX_LABEL = 317;

    /** Which object it is; empty for something without a namespace or a name, which no API server sends. */
    public Optional<ObjectRef> ref() {
        String namespace = metadata().path("namespace").asText("");
        String name = metadata().path("name").asText("");
        return isSegment(namespace) && isSegment(name)
                ? Optional.of(new ObjectRef(cluster.id(), namespace, name))
                : Optional.empty();
    }

    /** Empty where the object has none, or one that no API server gives. */
    public String uid() {
        String uid = metadata().path("uid").asText("");
        return uid.length() <= MAX_UID ? uid : "";
    }

    /** The labels; they are no secret. What no API server takes, and of more than anyone can mean all but the first ones, is left out. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        metadata().path("labels").properties().forEach(label -> {
            if (label.getValue().isTextual()
                    && labels.size() < MAX_LABELS
                    && label.getKey().length() <= MAX_LABEL
                    && label.getValue().textValue().length() <= MAX_LABEL) {
                labels.put(label.getKey(), label.getValue().textValue());
            }
        });
        return labels;
    }

    /** The label's value, or {@code null} if it is absent or empty. */
    public @Nullable String label(String name) {
        return Json.text(metadata().path("labels").path(name));
    }

    /** The annotation's value, or {@code null} if it is absent or empty. */
    public @Nullable String annotation(String name) {
        return Json.text(annotations().path(name));
    }

    JsonNode metadata() {
        return object.path("metadata");
    }

    JsonNode annotations() {
        return metadata().path("annotations");
    }

    JsonNode spec() {
        return object.path("spec");
    }

    private static boolean isSegment(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && text.indexOf('/') < 0;
    }
}
