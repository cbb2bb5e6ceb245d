package io.credstream.rules.bind;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a registry is, or a repository in it: the key of a docker config, or what is pulled.
 *
 * <p>As the keychain of go-containerregistry ({@code pkg/authn/kubernetes}) reads it, which took it over from Kubernetes'
 * {@code credentialprovider}; lifecycle-manager uses that one.
 *
 * @param key host with port and path, under which entries of different spelling are one; also their order of precedence
 * @param labels of the host, each of them a glob where this is the key of a docker config
 * @param port empty when there is none; there is no default port
 * @param path empty, or with a leading slash
 */
record Location(String key, List<String> labels, String port, String path) {

    private static final String DEFAULT_REGISTRY = "index.docker.io";
    private static final String DEFAULT_REGISTRY_ALIAS = "docker.io";
    private static final String DEFAULT_NAMESPACE = "library";
    private static final Pattern SCHEME = Pattern.compile("^https?://");
    private static final Pattern QUERY = Pattern.compile("[?#].*$");

    Location {
        labels = List.copyOf(labels);
    }

    /** A key of a docker config: a scheme, and {@code /v1/} and {@code /v2/}, say nothing about the registry. */
    static Location ofEntry(String registry) {
        String bare = strip(registry);
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        String path = slash < 0 ? "" : bare.substring(slash);
        if (path.startsWith("/v1/") || path.startsWith("/v2/")) {
            path = path.substring("/v1".length());
        }
        return of(host, path.equals("/") ? "" : path);
    }

    /**
     * What is pulled, as {@code name.NewRepository} of go-containerregistry reads it: without a host it is on Docker Hub, whose
     * registry is {@code index.docker.io}.
     */
    static Location ofRepository(String repository) {
        String bare = strip(repository);
        int slash = bare.indexOf('/');
        String first = slash < 0 ? bare : bare.substring(0, slash);
        boolean hasHost = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        String host = hasHost && !first.equals(DEFAULT_REGISTRY_ALIAS) ? first : DEFAULT_REGISTRY;
        String name = hasHost ? bare.substring(slash < 0 ? bare.length() : slash + 1) : bare;
        if (host.equals(DEFAULT_REGISTRY) && !name.isEmpty() && name.indexOf('/') < 0) {
            name = DEFAULT_NAMESPACE + "/" + name;
        }
        return of(host, name.isEmpty() ? "" : "/" + name);
    }

    /** Whether an entry with this key is for the target: label by label, the very port, and a prefix of the path. */
    boolean covers(Location target) {
        if (!port.equals(target.port) || labels.size() != target.labels.size() || !target.path.startsWith(path)) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!Glob.matches(labels.get(i), target.labels.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Location of(String host, String path) {
        String name = host;
        String port = "";
        int colon = host.lastIndexOf(':');
        boolean bracketed = host.startsWith("[");
        if (colon > 0 && (bracketed ? host.charAt(colon - 1) == ']' : host.indexOf(':') == colon)) {
            name = bracketed ? host.substring(1, colon - 1) : host.substring(0, colon);
            port = host.substring(colon + 1);
        }
        return new Location(host + path, List.of(name.split("\\.", -1)), port, path);
    }

    private static String strip(String spelled) {
        String bare = SCHEME.matcher(spelled).replaceFirst("");
        return QUERY.matcher(bare).replaceFirst("");
    }
}
