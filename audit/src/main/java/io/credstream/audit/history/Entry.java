package io.credstream.audit.history;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Deletion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of something, and what it changed.
 *
 * @param topic in which it is
 * @param key empty if nobody can read it
 * @param cause what it follows from; absent where a tombstone does not say, or nobody can read the record
 * @param changes for {@code FIRST} all that there is
 * @param deletion how a deletion came to be known, where that is said
 */
public record Entry(
        String topic,
        String key,
        Coordinates at,
        Instant time,
        What what,
        @Nullable Cause cause,
        List<Change> changes,
        @Nullable Deletion deletion) {

    public Entry {
        changes = List.copyOf(changes);
    }

    /** What became of the thing. */
    public enum What {
        /** Nothing is known of it from before. */
        FIRST,
        CHANGED,
        /** Observed or said again. */
        SAME,
        DELETED,
        /** An observation older than one known before, which everybody ignores. */
        OUTDATED,
        UNREADABLE
    }
}
