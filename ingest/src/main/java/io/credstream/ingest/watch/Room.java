package io.credstream.ingest.watch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory of the process for what arrives: places for objects that are large, from their first bytes to their last, and room
 * for parsed objects. Small objects, of which there may be one for each request under way, need neither. One cluster gets a
 * quarter of the places at most. Thread-safe.
 */
public final class Room {

    private static final int PART_OF_ONE = 4;
    private static final long NODE_BYTES = 160;
    private static final int SMALL_NODES = 4_096;
    private static final int KIB = 1_024;

    private final int objectBytes;
    private final int places;
    private final Semaphore free;
    private final int parsedKib;
    private final Semaphore parsed;
    private final Duration patience;

    /**
     * @param bytes of memory, for both together
     * @param objectBytes of the largest object that is taken
     * @param patience how long to wait for a place
     */
    Room(long bytes, int objectBytes, Duration patience) {
        this.objectBytes = objectBytes;
        this.places = Math.clamp(bytes / 2 / objectBytes, PART_OF_ONE, KIB);
        this.free = new Semaphore(places, true);
        this.parsedKib = Math.clamp(bytes / 2 / KIB, KIB, Integer.MAX_VALUE);
        this.parsed = new Semaphore(parsedKib, true);
        this.patience = patience;
    }

    /** Half of the heap. */
    public static Room of(WatchSettings settings) {
        return new Room(
                Runtime.getRuntime().maxMemory() / 2, settings.budgets().objectBytes(), settings.requestTimeout());
    }

    /** For one cluster. */
    Share share() {
        return new Share();
    }

    /** What one cluster may take. */
    final class Share {

        private final Semaphore ours = new Semaphore(Math.max(1, places / PART_OF_ONE), true);

        private Share() {}

        /** Waits for a place for a large object, while holding none. */
        void takePlace() throws IOException {
            try {
                long until = System.nanoTime() + patience.toNanos();
                if (!ours.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw crowded();
                }
                if (!free.tryAcquire(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    ours.release();
                    throw crowded();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        void leavePlace() {
            free.release();
            ours.release();
        }

        /** Whether a value has more members than a parser should make objects of. */
        boolean isIntricate(JsonObjects.Value value) {
            return value.nodes() > Math.max(SMALL_NODES, objectBytes / 32);
        }

        /** Waits until there is memory for what a value is parsed to, and takes it. Who has it waits for nobody. */
        void takeMemory(JsonObjects.Value value) throws InterruptedException {
            parsed.acquire(kib(value));
        }

        void leaveMemory(JsonObjects.Value value) {
            parsed.release(kib(value));
        }

        private int kib(JsonObjects.Value value) {
            boolean small = value.length() <= JsonObjects.LARGE_BYTES && value.nodes() <= SMALL_NODES;
            long bytes = 2 * value.length() + NODE_BYTES * value.nodes();
            return small ? 0 : (int) Math.min(parsedKib, bytes / KIB + 1);
        }

        private static ChunkStream.Failed crowded() {
            return new ChunkStream.Failed(new ApiFailure(Failure.OverBudget.crowded()));
        }
    }
}
