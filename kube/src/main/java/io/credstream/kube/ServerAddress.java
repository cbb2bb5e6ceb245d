package io.credstream.kube;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an API server is, as client-go reads it: the scheme may be in upper case or missing, the port may be missing, the host
 * may hold underscores or letters of any language, and a path may stand before the API's.
 *
 * @param host in ASCII; an IPv6 address in brackets
 * @param port without a colon; empty if it is the scheme's
 * @param path empty, or with a slash in front and none at its end
 */
record ServerAddress(boolean tls, String host, String port, String path) {

    private static final String EXAMPLE = "write it as https://host:port";
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
    private static final Pattern PATH = Pattern.compile("(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final int LONGEST = 2_000;
    private static final int LONGEST_HOST = 253;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads.
     *
     * @param tlsByDefault of an address without a scheme
     */
    static Optional<ServerAddress> read(String text, boolean tlsByDefault, String field, Problems problems) {
        if (text.length() > LONGEST) {
            problems.add(field, "is longer than " + LONGEST + " characters", EXAMPLE);
            return Optional.empty();
        }
        if (text.codePoints().anyMatch(ServerAddress::isBlankOrControl)) {
            problems.add(field, "holds a blank, a line break or a control character", EXAMPLE);
            return Optional.empty();
        }
        Matcher matcher = SCHEME.matcher(text);
        boolean hasScheme = matcher.matches();
        String scheme = hasScheme ? matcher.group(1).toLowerCase(Locale.ROOT) : tlsByDefault ? "https" : "http";
        if (!scheme.equals("https") && !scheme.equals("http")) {
            problems.add(field, "has another scheme than https", EXAMPLE);
            return Optional.empty();
        }
        return afterScheme(scheme.equals("https"), hasScheme ? matcher.group(2) : text, field, problems);
    }

    private static Optional<ServerAddress> afterScheme(boolean tls, String rest, String field, Problems problems) {
        if (rest.contains("?") || rest.contains("#")) {
            problems.add(field, "has a query or a fragment", "end it with the port or the path");
            return Optional.empty();
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash).replaceAll("/+$", "");
        if (authority.contains("@")) {
            problems.refuse(field, "holds credentials, which would be logged", "move them to users");
            return Optional.empty();
        }
        if (!PATH.matcher(path).matches()) {
            problems.add(field, "has a path with characters that a URL does not have", "percent-encode them");
            return Optional.empty();
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = host(hasPort ? authority.substring(0, colon) : authority);
        if (host == null) {
            problems.add(field, "is not the address of a server", EXAMPLE + ", an IPv6 address in brackets");
            return Optional.empty();
        }
        String port = hasPort ? authority.substring(colon + 1) : "";
        if (!isPort(port)) {
            problems.add(field, "has a port that is not between 1 and " + HIGHEST_PORT, EXAMPLE);
            return Optional.empty();
        }
        if (!tls && !isLoopback(host)) {
            problems.refuse(field, "would send credentials in the clear", "use https");
            return Optional.empty();
        }
        return Optional.of(new ServerAddress(tls, host, port, path));
    }

    private static boolean isBlankOrControl(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean isPort(String port) {
        return port.isEmpty()
                || (port.matches("0*[1-9][0-9]{0,4}") && Integer.parseInt(port.replaceAll("^0+", "")) <= HIGHEST_PORT);
    }

    private static @Nullable String host(String written) {
        if (written.startsWith("[")) {
            return isIpv6(written) ? written.toLowerCase(Locale.ROOT) : null;
        }
        try {
            String ascii = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
            return isName(ascii) ? ascii : null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    static boolean isName(String ascii) {
        return ascii.length() <= LONGEST_HOST && HOST.matcher(ascii).matches();
    }

    /** In brackets, which keep the JDK from asking DNS; without a zone, which is another network on every machine. */
    private static boolean isIpv6(String bracketed) {
        if (!bracketed.matches("\\[[0-9A-Fa-f:.]+]")) {
            return false;
        }
        try {
            return InetAddress.getByName(bracketed) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isIpAddress(String unbracketed) {
        return unbracketed.matches("\\d{1,3}(\\.\\d{1,3}){3}") || isIpv6("[" + unbracketed + "]");
    }

    /** By its spelling, without asking DNS. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches();
    }

    /** The name that the server's certificate has to be valid for, unless the kubeconfig says another. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host.replaceAll("\\.$", "");
    }

    URI uri() {
        String shownPort = port.isEmpty() ? "" : ":" + Integer.parseInt(port);
        return URI.create((tls ? "https://" : "http://") + host + shownPort + path);
    }
}
