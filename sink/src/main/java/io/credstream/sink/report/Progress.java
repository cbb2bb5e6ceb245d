package io.credstream.sink.report;

import java.util.TreeSet;

/**
 * Up to where a partition may be committed: below the oldest record that is not settled. What was read and is settled above it
 * is read again after a restart, which is harmless; what is not settled must be.
 *
 * <p>Thread-safe: records are read by one thread and settled by others.
 */
public final class Progress {

    private final TreeSet<Long> open = new TreeSet<>();
    private long position;

    public Progress(long position) {
        this.position = position;
    }

    public synchronized void read(long offset) {
        open.add(offset);
        position = offset + 1;
    }

    public synchronized void settle(long offset) {
        open.remove(offset);
    }

    /** The consumer got there, be it by records or by what the log keeps between them. */
    public synchronized void reached(long newPosition) {
        position = Math.max(position, newPosition);
    }

    /** What is read next. */
    public synchronized long position() {
        return position;
    }

    public synchronized long committable() {
        return open.isEmpty() ? position : open.first();
    }

    synchronized int open() {
        return open.size();
    }
}
