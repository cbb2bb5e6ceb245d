package io.credstream.sink.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of our annotations, before and after; {@code null} in JSON stands for absent. */
record Annotation(String name, JsonNode expected, JsonNode desired) {

    /** All of them, always in this order. */
    static List<Annotation> of(ManifestUpdate update) {
        ManifestAnnotations expected = update.expected();
        ManifestAnnotations desired = update.desired();
        return List.of(
                new Annotation(ManifestAnnotations.APPLIED, json(expected.applied()), json(desired.applied())),
                new Annotation(ManifestAnnotations.REVISION, json(expected.revision()), json(desired.revision())),
                new Annotation(ManifestAnnotations.STATE, json(expected.state()), json(desired.state())),
                new Annotation(ManifestAnnotations.CAUSE, json(expected.cause()), json(desired.cause())));
    }

    /** As a JSON pointer (RFC 6901). */
    String path() {
        return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode json(@Nullable String value) {
        return value == null ? NullNode.getInstance() : TextNode.valueOf(value);
    }
}
