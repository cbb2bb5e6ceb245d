package io.credstream.projection.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * The keychain that lifecycle-manager makes of several docker configs, by brute force and step by step, with nothing of the product in
 * it. Only for what {@link KeychainOracleTest} asks of it: ASCII, and no escape in a path that stands for a separator.
 */
final class GoKeychain {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOST_PUNCTUATION = "-_.~!$&'()*+,;=:[]<>\"%";
    private static final String USER_PUNCTUATION = "-._:~!$&'()*+,;=%@";

    /** Go returns an error. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private GoKeychain() {}

    /** As {@link Keys#used} says it. */
    static String used(String image, List<String> dockerConfigs) {
        Map<String, List<String>> ring = new TreeMap<>(Collections.reverseOrder());
        try {
            for (String config : dockerConfigs) {
                for (Map.Entry<String, JsonNode> entry :
                        JSON.readTree(config).path("auths").properties()) {
                    ring.computeIfAbsent(key(entry.getKey()), absent -> new ArrayList<>())
                            .add(user(entry.getValue()));
                }
            }
        } catch (Failed | java.io.IOException failed) {
            return "error";
        }
        for (Map.Entry<String, List<String>> entry : ring.entrySet()) {
            if (matches(entry.getKey(), target(image))) {
                return String.join("|", new TreeSet<>(entry.getValue()));
            }
        }
        return "anonymous";
    }

    private static String user(JsonNode login) throws Failed {
        String user = login.path("username").asText("");
        String password = login.path("password").asText("");
        String auth = login.path("auth").asText("");
        if (!auth.isEmpty()) {
            String both = decoded(auth);
            int colon = both.indexOf(':');
            if (colon == -1) {
                throw new Failed();
            }
            user = both.substring(0, colon);
            password = both.substring(colon + 1);
        }
        boolean token = !login.path("identitytoken").asText("").isEmpty()
                || !login.path("registrytoken").asText("").isEmpty();
        if (token) {
            return "token-of-" + user;
        }
        return user.isEmpty() || password.isEmpty() ? "anonymous" : user;
    }

    private static String decoded(String auth) throws Failed {
        String bare = auth;
        while (bare.endsWith("=")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        require(bare, c -> isAlphanumeric((char) c) || c == '+' || c == '/');
        return new String(Base64.getDecoder().decode(bare), StandardCharsets.ISO_8859_1);
    }

    private static String key(String spelled) throws Failed {
        String url = spelled;
        if (url.startsWith("https://")) {
            url = url.substring(8);
        } else if (url.startsWith("http://")) {
            url = url.substring(7);
        }
        String[] parts = parsed(url);
        String path = parts[1];
        if (path.startsWith("/v1/") || path.startsWith("/v2/")) {
            path = path.substring(3);
        }
        return parts[0] + (path.equals("/") ? "" : path);
    }

    /** Host and path. */
    private static String[] parsed(String url) throws Failed {
        String rest = cut(url, '#');
        escapes(url.substring(rest.length()));
        require(rest, c -> c >= 32 && c != 127);
        rest = cut(rest, '?');
        String authority = cut(rest, '/');
        String path = rest.substring(authority.length());
        String host = authority;
        if (authority.contains("@")) {
            String user = authority.substring(0, authority.lastIndexOf('@'));
            host = authority.substring(authority.lastIndexOf('@') + 1);
            require(user, c -> isAlphanumeric((char) c) || USER_PUNCTUATION.indexOf(c) >= 0);
            escapes(user);
        }
        require(host, c -> isAlphanumeric((char) c) || HOST_PUNCTUATION.indexOf(c) >= 0);
        if (host.contains("%")) {
            throw new Failed(); // those of ASCII, that is
        }
        int colon = host.lastIndexOf(':');
        require(colon < 0 ? "" : host.substring(colon + 1), c -> c >= '0' && c <= '9');
        escapes(path);
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                decoded.append((char) Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                decoded.append(path.charAt(i));
            }
        }
        return new String[] {host, decoded.toString()};
    }

    private static void require(String text, IntPredicate allowed) throws Failed {
        if (!text.chars().allMatch(allowed)) {
            throw new Failed();
        }
    }

    private static void escapes(String text) throws Failed {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (i + 2 >= text.length()
                    || Character.digit(text.charAt(i + 1), 16) < 0
                    || Character.digit(text.charAt(i + 2), 16) < 0) {
                throw new Failed();
            }
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String cut(String text, char at) {
        return text.indexOf(at) < 0 ? text : text.substring(0, text.indexOf(at));
    }

    private static String target(String image) {
        String[] parts = image.split("/", 2);
        if (parts.length < 2 || !(parts[0].contains(".") || parts[0].contains(":"))) {
            return "index.docker.io/" + (parts.length < 2 ? "library/" : "") + image;
        }
        return parts[0].equals("docker.io") ? "index.docker.io/" + parts[1] : image;
    }

    private static boolean matches(String key, String target) {
        String[] glob;
        String[] wanted;
        try {
            glob = parsed(key);
            wanted = parsed(target);
        } catch (Failed noMatch) {
            return false;
        }
        String[] globHost = split(glob[0]);
        String[] wantedHost = split(wanted[0]);
        String[] globs = globHost[0].split("\\.", -1);
        String[] labels = wantedHost[0].split("\\.", -1);
        boolean matches =
                globHost[1].equals(wantedHost[1]) && globs.length == labels.length && wanted[1].startsWith(glob[1]);
        for (int i = 0; matches && i < globs.length; i++) {
            matches = isGlob(globs[i])
                    ? FileSystems.getDefault()
                            .getPathMatcher("glob:" + globs[i])
                            .matches(Path.of(labels[i]))
                    : globs[i].equals(labels[i]);
        }
        return matches;
    }

    private static boolean isGlob(String label) {
        return label.contains("*") && label.chars().allMatch(c -> isAlphanumeric((char) c) || c == '*' || c == '-');
    }

    private static String[] split(String host) {
        boolean one = host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':');
        return one
                ? new String[] {host.substring(0, host.indexOf(':')), host.substring(host.indexOf(':') + 1)}
                : new String[] {host, ""};
    }
}
