package io.credstream.model;

/**
 * The version at which something was observed on a cluster, comparable within one kind of one cluster.
 *
 * <p>Resource versions are decimal integers of up to 128 bits that grow with every write (KEP-5504). They go backwards only
 * when etcd is restored or a cluster is rebuilt; then the {@code incarnation} grows, which makes every later observation newer
 * than every earlier one.
 */
public record Version(long incarnation, String resourceVersion) implements Comparable<Version> {

    /** Older than everything that a cluster can report. */
    public static final Version NONE = new Version(0, "0");

    public Version {
        if (incarnation < 0) {
            throw new IllegalArgumentException("incarnation must not be negative");
        }
        if (!isDecimal(resourceVersion)) {
            throw new IllegalArgumentException("resourceVersion must be a decimal integer without leading zeros");
        }
    }

    @Override
    public int compareTo(Version other) {
        int byIncarnation = Long.compare(incarnation, other.incarnation);
        return byIncarnation != 0 ? byIncarnation : compareResourceVersions(resourceVersion, other.resourceVersion);
    }

    public boolean isOlderThan(Version other) {
        return compareTo(other) < 0;
    }

    /** Numeric order of two decimal integers of any length, without leading zeros. */
    public static int compareResourceVersions(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static boolean isDecimal(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') {
                return false;
            }
        }
        return !s.isEmpty() && (s.length() == 1 || s.charAt(0) != '0');
    }
}
