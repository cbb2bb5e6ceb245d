package io.credstream.rules.bind;

import java.util.List;

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

    /** The host of Docker Hub, for images whose name has none. */
    static final String DOCKER_HUB = "index.docker.io";

    private static final String DOCKER_HUB_ALIAS = "docker.io";
    private static final String DEFAULT_NAMESPACE = "library";

    Location {
        labels = List.copyOf(labels);
    }

    /** A key of a docker config as credentials have it, from which the scheme and {@code /v1/} have been taken. */
    static Location ofEntry(String registry) {
        int slash = registry.indexOf('/');
        return slash < 0 ? of(registry, "") : of(registry.substring(0, slash), registry.substring(slash));
    }

    /**
     * What is pulled, as {@code name.NewRepository} of go-containerregistry reads it: without a host it is on Docker Hub, whose
     * registry is {@code index.docker.io}; {@code localhost} alone is no host there (0.20.6).
     */
    static Location ofRepository(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? repository : repository.substring(0, slash);
        boolean hasHost = slash >= 0 && (first.indexOf('.') >= 0 || first.indexOf(':') >= 0);
        String host = hasHost && !first.equals(DOCKER_HUB_ALIAS) ? first : DOCKER_HUB;
        String name = hasHost ? repository.substring(slash + 1) : repository;
        if (host.equals(DOCKER_HUB) && !name.isEmpty() && name.indexOf('/') < 0) {
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

    /** The host with its port. */
    String host() {
        return key.substring(0, key.length() - path.length());
    }
}
