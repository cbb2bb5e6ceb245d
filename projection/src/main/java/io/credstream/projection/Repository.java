package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a component's layers are pulled from (R5): as lifecycle-manager puts it together from the last repository context, and
 * as it pulls, which is without a scheme.
 */
final class Repository {
    /** What lifecycle-manager decodes as an OCI registry; any other spelling is unknown to it. */
    static final Set<String> TYPES = Set.of("OCIRegistry", "OCIRegistry/v1", "ociRegistry", "oci", "oci/v1");

    private static final String URL_PATH = "urlPath";
    private static final String SHA256_DIGEST = "sha256-digest";
    private static final Pattern SCHEME = Pattern.compile("^https?://");

    /** Of a repository's name, without the host. */
    private static final int MAX_NAME = 255;

    /** Of an image reference: it has a dot or a port, or is an address of IPv6. */
    private static final String HOST =
            "(?:LABEL(?:\\.LABEL)+(?::[0-9]{1,5})?|LABEL:[0-9]{1,5}|\\[[0-9A-Fa-f:.]{2,45}](?::[0-9]{1,5})?)"
                    .replace("LABEL", "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");

    /** Lifecycle-manager lets parts of it be empty. */
    private static final String PATH = "(?:/[a-z0-9._-]*)*";

    private static final Pattern ON_A_HOST = Pattern.compile(HOST + PATH);
    private static final Pattern ON_DOCKER_HUB = Pattern.compile("[a-z0-9._-]+" + PATH);

    private Repository() {}

    /** {@code host[:port]/path} down to the component; empty when there is no OCI registry, no rule to build it, or it is no reference. */
    static Optional<String> of(JsonNode contexts, String component) {
        JsonNode context = contexts.path(contexts.size() - 1);
        String type = Json.text(context.path("type"));
        String baseUrl = Json.text(context.path("baseUrl"));
        if (type == null || baseUrl == null || !TYPES.contains(type)) {
            return Optional.empty();
        }
        String subPath = Json.text(context.path("subPath"));
        String base = subPath == null ? baseUrl : baseUrl + "/" + subPath;
        return switch (mapping(context)) {
            case URL_PATH -> pulled(base + "/component-descriptors/" + component);
            // Lifecycle-manager ends the repository with a slash and puts another one before the name.
            case SHA256_DIGEST -> pulled(base + "//" + sha256(component));
            default -> Optional.empty();
        };
    }

    /** Whether lifecycle-manager knows how to name a component's repository in a context. */
    static boolean isMapped(JsonNode context) {
        return Set.of(URL_PATH, SHA256_DIGEST).contains(mapping(context));
    }

    private static String mapping(JsonNode context) {
        String mapping = Json.text(context.path("componentNameMapping"));
        return mapping == null ? URL_PATH : mapping;
    }

    /**
     * What lifecycle-manager parses as a repository: user info is no part of one, nor is upper case. This is also what makes it safe to
     * show: people write passwords and tokens into addresses in more ways than can be listed, and in a reference there is no place for one.
     */
    private static Optional<String> pulled(String reference) {
        String repository = SCHEME.matcher(reference).replaceFirst("");
        boolean onHost = ON_A_HOST.matcher(repository).matches();
        String name = onHost ? repository.substring(repository.indexOf('/') + 1) : repository;
        return name.length() <= MAX_NAME
                        && (onHost || ON_DOCKER_HUB.matcher(repository).matches())
                ? Optional.of(repository)
                : Optional.empty();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
