package io.credstream.projection.secret;

import java.util.regex.Pattern;

/**
 * The key of a login in a docker config, reduced to what registries are compared by: {@code host[:port][/path]}, where the host
 * may be a glob.
 *
 * <p>As go-containerregistry does it for lifecycle-manager: without scheme, user info, query and fragment, and without the
 * {@code /v1/} or {@code /v2/} that docker clients put there. Only characters of a host and a path are let through, and no
 * {@code @}, since the name is shown and people do write passwords into it. For the same reason a name under which no image reference
 * can be counts as none, which loses nothing, as it covers nothing: a host that is neither {@code localhost} nor with a dot, a port or a
 * glob, or that is longer between two dots than any host; a scheme that docker does not know; a path with parameters.
 */
final class RegistryName {
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern USER_INFO = Pattern.compile("^[^/]*@");
    private static final Pattern API = Pattern.compile("^/v[12]/");
    private static final Pattern HOST = Pattern.compile("([\\p{L}\\p{N}.*_~\\[\\]-]*|\\[[0-9A-Fa-f:.]*\\])(:[0-9]*)?");
    private static final Pattern PATH = Pattern.compile("[\\p{L}\\p{N}/._~*!$&'()+,;=:\\[\\]-]*");
    private static final Pattern REGISTRY = Pattern.compile("^localhost$|[.:*\\[]");
    private static final Pattern SCHEME_OF_ANOTHER_KIND = Pattern.compile("^[^/]*:/");
    private static final Pattern PARAMETERS = Pattern.compile("[!$&'()+,;=:\\[\\]]");
    private static final Pattern LABEL_TOO_LONG = Pattern.compile("[^.:]{64}");
    private static final int MAX_LENGTH = 512;

    private RegistryName() {}

    /** Empty when it can be the name of no registry. */
    static String canonical(String key) throws MalformedSecret {
        String reference = SCHEME.matcher(key).replaceFirst("");
        reference = before(before(reference, '#'), '?');
        reference = USER_INFO.matcher(reference).replaceFirst("");
        String host = before(reference, '/');
        String path = reference.substring(host.length());
        if (reference.length() > MAX_LENGTH
                || !HOST.matcher(host).matches()
                || !PATH.matcher(path).matches()) {
            throw new MalformedSecret();
        }
        if (!REGISTRY.matcher(host).find()
                || SCHEME_OF_ANOTHER_KIND.matcher(reference).find()
                || PARAMETERS.matcher(path).find()
                || LABEL_TOO_LONG.matcher(host).find()) {
            return "";
        }
        String effectivePath = API.matcher(path).replaceFirst("/");
        return effectivePath.equals("/") ? host : host + effectivePath;
    }

    /** Whether somebody meant a connection without encryption. */
    static boolean isPlainHttp(String key) {
        return key.startsWith("http://");
    }

    private static String before(String text, char delimiter) {
        int at = text.indexOf(delimiter);
        return at < 0 ? text : text.substring(0, at);
    }
}
