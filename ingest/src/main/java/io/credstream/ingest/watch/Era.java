package io.credstream.ingest.watch;

import io.credstream.model.Kind;
import io.credstream.model.Version;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The incarnation of one cluster: how often its versions went backwards. Shared by the feeds of the cluster, and thread-safe.
 *
 * <p>A list is a consistent read, so its version is at least every version that was seen before it was asked for. If it is
 * lower, etcd was restored. Hence a list is compared with the high water of the moment at which it began, never with that of
 * the moment at which it ended, when another feed of the kind may have seen more.
 */
public final class Era {

    private long incarnation;
    private @Nullable String systemUid;
    private final Map<Kind, String> highWater = new EnumMap<>(Kind.class);

    /** What is known of the cluster from before. */
    public Era(long incarnation, @Nullable String systemUid, Map<Kind, String> highWater) {
        this.incarnation = incarnation;
        this.systemUid = systemUid;
        this.highWater.putAll(highWater);
    }

    /** The moment at which a list begins. */
    record Mark(long incarnation, @Nullable String highWater) {}

    synchronized long incarnation() {
        return incarnation;
    }

    synchronized Mark mark(Kind kind) {
        return new Mark(incarnation, highWater.get(kind));
    }

    /** A version was seen, in a stream that began in the incarnation. */
    synchronized void saw(Kind kind, Version version) {
        if (version.incarnation() == incarnation) {
            highWater.merge(kind, version.resourceVersion(), Era::higher);
        }
    }

    /**
     * The incarnation that a list belongs to; one more than before if the versions went backwards. Empty if they did while
     * the list was read: nobody can tell from when it is.
     */
    synchronized Optional<Long> listed(Kind kind, Mark mark, String version) {
        if (mark.incarnation() != incarnation) {
            return Optional.empty();
        }
        if (mark.highWater() != null && Version.compareResourceVersions(version, mark.highWater()) < 0) {
            restart();
        }
        highWater.merge(kind, version, Era::higher);
        return Optional.of(incarnation);
    }

    /** The cluster told its identity. Returns whether it is another one than before; then its incarnation has grown. */
    synchronized boolean identified(@Nullable String uid) {
        if (uid == null || uid.equals(systemUid)) {
            return false;
        }
        boolean another = systemUid != null;
        systemUid = Objects.requireNonNull(uid);
        if (another) {
            restart();
        }
        return another;
    }

    private void restart() {
        incarnation++;
        highWater.clear();
    }

    private static String higher(String a, String b) {
        return Version.compareResourceVersions(a, b) >= 0 ? a : b;
    }
}
