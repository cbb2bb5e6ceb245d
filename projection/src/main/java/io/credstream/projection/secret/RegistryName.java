package io.credstream.projection.secret;

import java.util.regex.Pattern;

/**
 * The key of a login in a docker config, reduced to what registries are compared by: {@code host[:port][/path]}, where the host
 * may be a glob.
 *
 * <p>As go-containerregistry does it for lifecycle-manager: once without scheme, without user info, query and fragment, and once
 * without the {@code /v1} or {@code /v2} that docker clients put there. Only characters of a host and a path are let through, and
 * no {@code @}, since the name is shown and people do write passwords into it. For the same reason a name under which no image
 * reference can be counts as none, which loses nothing, as it covers nothing: a host that is neither {@code localhost} nor with a
 * dot, a port or a glob, or that is longer between two dots than any host; a scheme that docker does not know; a path with
 * parameters; a placeholder; more characters than any reference has.
 */
final class RegistryName {
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern API = Pattern.compile("^/v[12](?=/)");
    private static final Pattern HOST = Pattern.compile("([\\p{L}\\p{N}.*_~\\[\\]^-]*|\\[[0-9A-Fa-f:.]*\\])(:[0-9]*)?");
    private static final Pattern PATH = Pattern.compile("[\\p{L}\\p{N}/._~*-]*");
    private static final Pattern REGISTRY = Pattern.compile("^localhost$|[.:*\\[]");
    private static final Pattern SCHEME_OF_ANOTHER_KIND = Pattern.compile("^[^/]*://");
    private static final Pattern LABEL_TOO_LONG = Pattern.compile("[^.:]{64}");
    private static final int MAX_LENGTH = 512;

    private RegistryName() {}

    /**
     * The name; empty when it can be that of no registry.
     *
     * @throws MalformedSecret if lifecycle-manager fails on it
     */
    static String canonical(String key) throws MalformedSecret {
        GoUrl url = GoUrl.parse(SCHEME.matcher(key).replaceFirst(""));
        String path = API.matcher(url.path()).replaceFirst("");
        String reference = url.host() + (path.equals("/") ? "" : matched(path));
        return reference.length() <= MAX_LENGTH
                        && HOST.matcher(url.host()).matches()
                        && PATH.matcher(reference.substring(url.host().length()))
                                .matches()
                        && REGISTRY.matcher(url.host()).find()
                        && !SCHEME_OF_ANOTHER_KIND.matcher(reference).find()
                        && !LABEL_TOO_LONG.matcher(url.host()).find()
                ? reference
                : "";
    }

    /** Whether somebody meant a connection without encryption. */
    static boolean isPlainHttp(String key) {
        return key.startsWith("http://");
    }

    /** The keychain parses the key once more when it compares; one that then cannot be parsed is no error, and matches nothing. */
    private static String matched(String path) {
        try {
            return GoUrl.parse(path).path();
        } catch (MalformedSecret matchesNothing) {
            return "%";
        }
    }
}
