package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a component's layers are pulled from (R5): as lifecycle-manager puts it together from the last repository context, and
 * as it pulls, which is without a scheme.
 */
final class Repository {
    private static final Pattern TYPE = Pattern.compile("(OCIRegistry|ociRegistry)(/v1)?");
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern USER_INFO = Pattern.compile("^[^/]*@");
    private static final int MAX_LENGTH = 2048;

    /** Of an image reference: it has a dot or a port, is an address of IPv6, or localhost. */
    private static final String HOST =
            "(?:(?:LABEL(?:\\.LABEL)+|localhost)(?::[0-9]{1,5})?|LABEL:[0-9]{1,5}|\\[[0-9A-Fa-f:.]{2,45}](?::[0-9]{1,5})?)"
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
        if (type == null || baseUrl == null || !TYPE.matcher(type).matches()) {
            return Optional.empty();
        }
        String subPath = Json.text(context.path("subPath"));
        String base = subPath == null ? baseUrl : baseUrl + "/" + subPath;
        String mapping = Json.text(context.path("componentNameMapping"));
        return switch (mapping == null ? "urlPath" : mapping) {
            case "urlPath" -> pulled(base + "/component-descriptors/" + component);
            // Lifecycle-manager ends the repository with a slash and puts another one before the name.
            case "sha256-digest" -> pulled(base + "//" + sha256(component));
            default -> Optional.empty();
        };
    }

    /**
     * User info is not for the registry to see, nor for anyone else: it can hold a password. People write passwords and tokens in more
     * ways than can be listed, so what is left is shown only if it is a reference, in which there is no place for one.
     */
    private static Optional<String> pulled(String reference) {
        String schemeless = SCHEME.matcher(reference).replaceFirst("");
        String repository = USER_INFO.matcher(schemeless).replaceFirst("");
        boolean bare = repository.equals(schemeless);
        return repository.length() <= MAX_LENGTH
                        && (ON_A_HOST.matcher(repository).matches()
                                || (bare && ON_DOCKER_HUB.matcher(repository).matches()))
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
