package io.credstream.model;

/**
 * A namespaced Kubernetes object of the fleet.
 *
 * <p>Its {@link #key()} is the record key of every topic about objects. Cluster ids, namespaces and names cannot contain a
 * slash, so the key is unambiguous.
 */
public record ObjectRef(String cluster, String namespace, String name) implements Comparable<ObjectRef> {

    public ObjectRef {
        requireSegment(cluster, "cluster");
        requireSegment(namespace, "namespace");
        requireSegment(name, "name");
    }

    /** The inverse of {@link #key()}; throws {@link IllegalArgumentException} if there are not exactly three segments. */
    public static ObjectRef parse(String key) {
        String[] segments = key.split("/", -1);
        if (segments.length != 3) {
            throw new IllegalArgumentException("expected cluster/namespace/name, not " + key);
        }
        return new ObjectRef(segments[0], segments[1], segments[2]);
    }

    /** {@code cluster/namespace/name}. */
    public String key() {
        return cluster + "/" + namespace + "/" + name;
    }

    /** By cluster, then namespace, then name. */
    @Override
    public int compareTo(ObjectRef other) {
        int order = cluster.compareTo(other.cluster);
        order = order != 0 ? order : namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return key();
    }

    private static void requireSegment(String value, String what) {
        if (value.isEmpty() || value.indexOf('/') >= 0) {
            throw new IllegalArgumentException(what + " must be non-empty and without a slash");
        }
    }
}
