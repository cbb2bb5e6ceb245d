package io.credstream.audit.report;

import java.util.regex.Pattern;

/**
 * Whether lifecycle-manager's registry client ({@code name.Registry.Scheme} of go-containerregistry) falls back to HTTP without
 * encryption: for private IPv4 addresses and for what is on the same machine. A scheme that somebody writes changes nothing.
 */
final class PlainHttp {

    private static final Pattern HOST = Pattern.compile(
            "10\\.\\d+\\.\\d+\\.\\d+|192\\.168\\.\\d+\\.\\d+|172\\.(1[6-9]|2\\d|3[01])\\.\\d+\\.\\d+|127\\.0\\.0\\.1"
                    + "|localhost|.*\\.localhost|.*\\.local|\\[?::1]?");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private PlainHttp() {}

    /** @param registry {@code host[:port][/path]} */
    static boolean mayBeUsedFor(String registry) {
        int slash = registry.indexOf('/');
        String host = slash < 0 ? registry : registry.substring(0, slash);
        return HOST.matcher(host).matches()
                || HOST.matcher(PORT.matcher(host).replaceFirst("")).matches();
    }
}
