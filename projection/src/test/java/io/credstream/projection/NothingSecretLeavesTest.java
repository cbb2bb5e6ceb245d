package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import io.credstream.projection.secret.FingerprintKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Passwords, users and tokens in every spelling in which a registry's address can hold one, in every field that holds an address. */
class NothingSecretLeavesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each makes an address of a user and a password. */
    private static final List<UnaryOperator<String>> SPELLINGS = List.of(
            s -> s + ":" + s + "@r.example.com",
            s -> s + "@r.example.com",
            s -> ":" + s + "@r.example.com/a",
            s -> "https://" + s + ":" + s + "@r.example.com",
            s -> "http://" + s + "@r.example.com:5000/a/b",
            s -> "HTTPS://" + s + ":" + s + "@r.example.com",
            s -> "hTTp://" + s + "@r.example.com",
            s -> "//" + s + ":" + s + "@r.example.com",
            s -> "oci://" + s + ":" + s + "@r.example.com",
            s -> "oci://" + s,
            s -> "docker://" + s + "@r.example.com",
            s -> "https://https://" + s + ":" + s + "@r.example.com",
            s -> "https:https://" + s + "@r.example.com",
            s -> "https:///" + s + ":" + s + "@r.example.com",
            s -> "https:/" + s + ":" + s + "@r.example.com",
            s -> "https:\\\\" + s + ":" + s + "@r.example.com",
            s -> " https://" + s + ":" + s + "@r.example.com",
            s -> "\thttps://" + s + "@r.example.com",
            s -> "https://\n" + s + ":" + s + "@r.example.com",
            s -> "ht\ntps://" + s + ":" + s + "@r.example.com",
            s -> "https://" + s + "%3A" + s + "%40r.example.com",
            s -> s + "%3a" + s + "%40r.example.com",
            s -> "https://" + s + ":" + s + "@" + s + "@r.example.com",
            s -> "https://robot:" + s + "/" + s + "@r.example.com",
            s -> "https://r.example.com/" + s + ":" + s + "@r.example.com",
            s -> "https://r.example.com/a/" + s + "@b",
            s -> "https://r.example.com?token=" + s,
            s -> "https://r.example.com/a?token=" + s + "/b",
            s -> "r.example.com#" + s,
            s -> "r.example.com/a#" + s + "/b",
            s -> "r.example.com;token=" + s,
            s -> "r.example.com/a;token=" + s,
            s -> "r.example.com/a&token=" + s,
            s -> "r.example.com/token=" + s,
            s -> "r.example.com/u:" + s,
            s -> "r.example.com:" + s,
            s -> "[::1]:5000@" + s,
            s -> "https://" + s + "@[::1]:5000/a",
            s -> "https://" + s + "\uff1a" + s + "\uff20r.example.com",
            s -> "https://" + s + "\u200b@r.example.com",
            s -> "https://u:" + s + "\u0000@r.example.com",
            s -> "r.example.com/" + s + " /b",
            s -> s,
            s -> "https://" + s,
            s -> "https://" + s + "/v1/",
            s -> "Bearer " + s,
            s -> "u " + s + " r.example.com");

    private final Projections projections =
            new Projections(SecretSelector.DEFAULT, FingerprintKeys.ephemeral().reader());
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void noRegistryOfASecretHoldsOne() {
        for (UnaryOperator<String> spelling : SPELLINGS) {
            String canary = canary();
            String address = spelling.apply(canary);
            ObjectNode auths = JSON.createObjectNode();
            ObjectNode login = auths.putObject(address);
            login.put("username", canary)
                    .put("password", canary)
                    .put("email", canary)
                    .put("registrytoken", canary);
            login.put("identitytoken", canary).put(canary, canary);
            for (String type : List.of("kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg", canary)) {
                assertHidden(canary, address, projections.credential(secret(type, auths, canary), List.of()));
            }
        }
    }

    @Test
    void noRepositoryOfATemplateHoldsOne() {
        for (UnaryOperator<String> spelling : SPELLINGS) {
            // In lower case, as a path may be, and of letters, as a host may be.
            for (String canary : List.of(canary(), canary().toLowerCase(Locale.ROOT))) {
                String address = spelling.apply(canary);
                if (isMereNames(address, canary)) {
                    continue;
                }
                for (String field : List.of("baseUrl", "subPath")) {
                    ObjectNode template = template(field, address);
                    assertHidden(canary, address, Projections.template(observed(template)));
                }
            }
        }
    }

    /** Nothing can tell a word in lower case that stands where a host or a path may be from a name. */
    private static boolean isMereNames(String address, String canary) {
        return canary.equals(canary.toLowerCase(Locale.ROOT))
                && (address.equals(canary)
                        || address.startsWith("https://" + canary + "/v1/")
                        || address.equals("https://" + canary));
    }

    private void assertHidden(String canary, String address, Object projected) {
        assertThat(projected.toString())
                .as("seed %d, address %s", seed, address)
                .doesNotContainIgnoringCase(canary);
    }

    private Observed secret(String type, ObjectNode auths, String canary) {
        ObjectNode secret = JSON.createObjectNode();
        ObjectNode metadata = secret.putObject("metadata");
        metadata.put("name", "s").put("namespace", "kcp-system").put("uid", "u");
        metadata.putObject("annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", canary)
                .put("credstream.io/expires-at", canary);
        secret.put("type", type);
        ObjectNode config = JSON.createObjectNode();
        config.set("auths", auths);
        config.putObject("HttpHeaders").put("Authorization", canary);
        config.putObject("credHelpers").put(canary, canary);
        secret.putObject("data")
                .put(".dockerconfigjson", base64(config.toString()))
                .put(".dockercfg", base64(auths.toString()))
                .put(canary, canary);
        secret.putObject("stringData").put("x", canary);
        return observed(secret);
    }

    private static ObjectNode template(String field, String address) {
        ObjectNode template = JSON.createObjectNode();
        template.putObject("metadata")
                .put("name", "t")
                .put("namespace", "kcp-system")
                .put("uid", "u");
        ObjectNode component =
                template.putObject("spec").putObject("descriptor").putObject("component");
        component.put("name", "example.com/module").put("version", "1.0.0");
        ObjectNode context = component.putArray("repositoryContexts").addObject();
        context.put("type", "OCIRegistry").put("baseUrl", "r.example.com").put(field, address);
        ObjectNode resource = component.putArray("resources").addObject().put("name", "raw-manifest");
        resource.putObject("access")
                .put("type", "localBlob")
                .put("localReference", address)
                .put("imageReference", address);
        return template;
    }

    private static Observed observed(ObjectNode object) {
        return new Observed(
                Given.CONTROL_PLANE,
                object,
                new Version(1, "7"),
                new Cause.Observation(Given.CONTROL_PLANE.id(), Kind.SECRET, "7"));
    }

    private String canary() {
        StringBuilder canary = new StringBuilder("CANARY");
        for (int i = 0; i < 12; i++) {
            canary.append((char) ('a' + random.nextInt(26)));
        }
        return canary.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
