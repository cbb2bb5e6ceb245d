package io.credstream.projection.secret;

import io.credstream.model.Credential.Flaw;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What Go's net/url (1.24, with which lifecycle-manager 1.3.10 is built) makes of {@code https://} and a text: where it finds an
 * error, lifecycle-manager finds one in the whole Secret.
 *
 * @param host with port, as it is written
 * @param path decoded
 */
record GoUrl(String host, String path) {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern USER_INFO = Pattern.compile("[A-Za-z0-9._:~!$&'()*+,;=%@-]*");
    private static final Pattern NOT_IN_A_HOST = Pattern.compile("[ \\\\^`{|}]");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** In a host only bytes beyond ASCII, and the percent sign itself, may be written as an escape. */
    private static final Pattern BAD_ESCAPE_IN_A_HOST = Pattern.compile("%(?!25|[89A-Fa-f][0-9A-Fa-f])");

    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");

    /**
     * Parses what follows {@code https://}.
     *
     * @throws MalformedSecret where Go returns an error
     */
    static GoUrl parse(String text) throws MalformedSecret {
        String withoutFragment = before(text, '#');
        refuse(BAD_ESCAPE, text.substring(withoutFragment.length()));
        refuse(CONTROL, withoutFragment);
        String reference = before(withoutFragment, '?');
        String authority = before(reference, '/');
        String path = reference.substring(authority.length());
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        String host = authority.substring(at + 1);
        refuse(BAD_ESCAPE, userInfo);
        refuse(BAD_ESCAPE, path);
        refuse(BAD_ESCAPE_IN_A_HOST, host);
        refuse(NOT_IN_A_HOST, host);
        if (!USER_INFO.matcher(userInfo).matches() || !PORT.matcher(port(host)).matches()) {
            throw new MalformedSecret(Flaw.KEY_NOT_AN_ADDRESS);
        }
        return new GoUrl(host, decoded(path));
    }

    /** What has to be empty or a colon and digits. */
    private static String port(String host) throws MalformedSecret {
        if (!host.startsWith("[")) {
            int colon = host.lastIndexOf(':');
            return colon < 0 ? "" : host.substring(colon);
        }
        int bracket = host.lastIndexOf(']');
        if (bracket < 0) {
            throw new MalformedSecret(Flaw.KEY_NOT_AN_ADDRESS);
        }
        return host.substring(bracket + 1);
    }

    private static void refuse(Pattern pattern, String text) throws MalformedSecret {
        if (pattern.matcher(text).find()) {
            throw new MalformedSecret(Flaw.KEY_NOT_AN_ADDRESS);
        }
    }

    private static String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int from = 0;
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', from)) {
            bytes.writeBytes(path.substring(from, at).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(path, at + 1, at + 3, 16));
            from = at + 3;
        }
        bytes.writeBytes(path.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String before(String text, char delimiter) {
        int at = text.indexOf(delimiter);
        return at < 0 ? text : text.substring(0, at);
    }
}
