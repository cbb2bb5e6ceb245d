package io.credstream.sink.lane;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** To how many Manifests one change is to be written, or was. Not thread-safe. */
final class ChangeCount {

    private final long first;
    private final Set<String> manifests = new HashSet<>();
    private final Set<String> announced = new HashSet<>();
    private int pending;
    private Instant last = Instant.EPOCH;

    /** @param first the offset of its first decision */
    ChangeCount(long first) {
        this.first = first;
    }

    long first() {
        return first;
    }

    /** A decision that follows from it is pending. Beyond a limit nobody counts. */
    void add(String manifest, boolean announcement, Instant decided, FuseLimits limits) {
        pending++;
        last = decided.isAfter(last) ? decided : last;
        int limit = limits.of(announcement);
        Set<String> counted = announcement ? announced : manifests;
        if (limit != Integer.MAX_VALUE && counted.size() <= limit) {
            counted.add(manifest);
        }
    }

    /** One that was pending is no longer, because it was carried out or is moot. */
    void remove() {
        pending--;
    }

    void nonePending() {
        pending = 0;
    }

    boolean exceeds(FuseLimits limits, boolean announcements) {
        return (announcements ? announced : manifests).size() > limits.of(announcements);
    }

    /** Whether no decision follows from it, and none has for so long that none is on its way. */
    boolean isClosed(Instant longAgo) {
        return pending <= 0 && last.isBefore(longAgo);
    }
}
