package io.credstream.sink.report;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Up to where a partition may be committed: below the oldest record that is not settled. What was read and is settled above it
 * is read again after a restart, which is harmless; what is not settled must be.
 *
 * <p>Thread-safe: records are read by one thread and settled by others.
 */
public final class Progress {

    private final TreeSet<Long> open = new TreeSet<>();
    private final long settledBefore;
    private long position;
    private long keptFrom;

    public Progress(long position) {
        this(position, position);
    }

    /**
     * @param position what is read first
     * @param settledBefore all before that is settled
     */
    public Progress(long position, long settledBefore) {
        this.position = position;
        this.settledBefore = settledBefore;
        this.keptFrom = position;
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
        return open.isEmpty() ? Math.max(position, settledBefore) : open.first();
    }

    /** From there on everything has to be read by whoever goes on, settled or not; empty if only what is not settled has to be. */
    public synchronized void keepFrom(OptionalLong offset) {
        keptFrom = offset.orElse(Long.MAX_VALUE);
    }

    /** From where whoever goes on has to read; at most {@link #committable}. Until somebody says otherwise, from where we did. */
    public synchronized long readFrom() {
        return Math.min(keptFrom, committable());
    }

    synchronized int open() {
        return open.size();
    }
}
