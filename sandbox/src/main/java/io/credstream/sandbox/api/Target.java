package io.credstream.sandbox.api;

import io.credstream.sandbox.objects.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path is about: {@code /api/v1/namespaces/x/secrets/y} and its like.
 *
 * @param namespace empty across namespaces and for kinds without
 * @param name empty for all objects
 * @param subresource empty for the object itself
 */
record Target(String group, String version, String plural, String namespace, String name, String subresource) {

    /** {@return what a path is about, or null if it is about no object} */
    static @Nullable Target parse(List<String> path) {
        if (path.size() >= 3 && path.get(0).equals("api")) {
            return parse("", path.get(1), path.subList(2, path.size()));
        }
        if (path.size() >= 4 && path.get(0).equals("apis")) {
            return parse(path.get(1), path.get(2), path.subList(3, path.size()));
        }
        return null;
    }

    private static @Nullable Target parse(String group, String version, List<String> rest) {
        boolean inNamespace = rest.get(0).equals("namespaces") && rest.size() >= 3 && !isSubresource(rest.get(2));
        var namespace = inNamespace ? rest.get(1) : "";
        var object = inNamespace ? rest.subList(2, rest.size()) : rest;
        if (object.size() > 3) {
            return null;
        }
        return new Target(
                group,
                version,
                object.get(0),
                namespace,
                object.size() > 1 ? object.get(1) : "",
                object.size() > 2 ? object.get(2) : "");
    }

    private static boolean isSubresource(String segment) {
        return segment.equals("status") || segment.equals("finalize");
    }

    ApiRequest request(String verb, String user) {
        return new ApiRequest(verb, group, plural, subresource, namespace, name, user);
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }
}
