package io.credstream.cli.get;

import io.credstream.model.ObjectRef;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where something is, by which it can be chosen.
 *
 * @param namespace empty for what is in none
 * @param name empty for a cluster itself
 */
record Place(String cluster, String namespace, String name) {

    static Place of(ObjectRef ref) {
        return new Place(ref.cluster(), ref.namespace(), ref.name());
    }

    /** Of a path, or as much of one as somebody knew. */
    static Place parse(String path) {
        String[] segments = path.split("/", -1);
        return new Place(
                segments[0],
                segments.length > 2 ? segments[1] : "",
                segments.length > 1 ? segments[segments.length - 1] : "");
    }

    /** {@code cluster/namespace/name}, as far as there is something to say. */
    String path() {
        return Stream.of(cluster, namespace, name)
                .filter(segment -> !segment.isEmpty())
                .collect(Collectors.joining("/"));
    }
}
