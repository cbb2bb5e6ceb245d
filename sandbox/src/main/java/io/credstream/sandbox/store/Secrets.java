package io.credstream.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an API server does to a Secret on its way in. */
final class Secrets {

    private Secrets() {}

    /** Moves {@code stringData} into {@code data}, and gives a Secret without a type the default one. */
    static void normalize(ResourceKind kind, ObjectNode object) {
        if (!kind.equals(ResourceKind.SECRETS)) {
            return;
        }
        if (object.remove("stringData") instanceof ObjectNode plain) {
            var data = object.withObject("/data");
            plain.properties()
                    .forEach(entry ->
                            data.put(entry.getKey(), base64(entry.getValue().asText())));
        }
        if (!object.hasNonNull("type")) {
            object.put("type", "Opaque");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
