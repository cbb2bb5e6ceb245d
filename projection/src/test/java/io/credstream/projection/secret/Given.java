package io.credstream.projection.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import io.credstream.projection.SecretReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Secrets and keys that are obviously fake. */
final class Given {
    static final FingerprintKey OLD = key("old", 1);
    static final FingerprintKey NEW = key("new", 2);
    static final SecretReader READER = reader(OLD, null);

    private Given() {}

    static FingerprintKey key(String id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new FingerprintKey(id, bytes);
    }

    static SecretReader reader(FingerprintKey current, @Nullable FingerprintKey previous) {
        return new FingerprintKeys(current, Stream.ofNullable(previous).toList(), List.of(), List.of()).reader();
    }

    static SecretFacts config(String json) {
        return config(READER, json, List.of());
    }

    static SecretFacts config(SecretReader reader, String json, List<RegistryEntry> previous) {
        return reader.read("kubernetes.io/dockerconfigjson", data(".dockerconfigjson", base64(json)), null, previous);
    }

    static SecretFacts legacy(String json) {
        return READER.read("kubernetes.io/dockercfg", data(".dockercfg", base64(json)), null, List.of());
    }

    static JsonNode data(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A token in the form of a JWT with these claims. */
    static String jwt(String claims) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".fake";
    }
}
