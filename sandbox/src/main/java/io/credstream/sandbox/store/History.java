package io.credstream.sandbox.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of a cluster, as many as a ring of fixed size holds.
 *
 * <p>It answers what a watch asks (what came after a version?) and what a page of a list asks (what has to be undone to
 * see a version?). Whoever asks about a version that it no longer reaches back to is told so, as by a real API server
 * whose storage was compacted. Not thread-safe: it is guarded by its store.
 */
final class History {

    private static final int FIRST_ROOM = 16;

    private final int capacity;
    private @Nullable Change[] ring = new Change[FIRST_ROOM];
    private int oldest;
    private int size;
    private BigInteger reachesBackTo;

    History(int capacity, BigInteger start) {
        this.capacity = Math.max(1, capacity);
        this.reachesBackTo = start;
    }

    void append(Change change) {
        if (size == capacity) {
            dropOldest();
        } else if (size == ring.length) {
            grow();
        }
        ring[(oldest + size) % ring.length] = change;
        size++;
    }

    private void grow() {
        var larger = Arrays.copyOf(ring, Math.min(capacity, ring.length * 2));
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        Arrays.fill(larger, size, larger.length, null);
        ring = larger;
        oldest = 0;
    }

    private void dropOldest() {
        reachesBackTo = at(0).version();
        ring[oldest] = null;
        oldest = (oldest + 1) % ring.length;
        size--;
    }

    /** Forgets every change up to and with a version. */
    void compact(BigInteger version) {
        while (size > 0 && at(0).version().compareTo(version) <= 0) {
            dropOldest();
        }
        reachesBackTo = reachesBackTo.max(version);
    }

    /** Starts anew at a version, which may be lower than what was seen before. */
    void restart(BigInteger version) {
        Arrays.fill(ring, null);
        oldest = 0;
        size = 0;
        reachesBackTo = version;
    }

    boolean reaches(BigInteger version) {
        return version.compareTo(reachesBackTo) >= 0;
    }

    /** {@return the changes after a version that is still reached, oldest first, at most so many} */
    List<Change> after(BigInteger version, int most) {
        int from = firstAfter(version);
        int to = from + Math.min(most, size - from);
        var changes = new ArrayList<Change>(to - from);
        for (int i = from; i < to; i++) {
            changes.add(at(i));
        }
        return changes;
    }

    private int firstAfter(BigInteger version) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).version().compareTo(version) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Change at(int index) {
        return Objects.requireNonNull(ring[(oldest + index) % ring.length]);
    }
}
