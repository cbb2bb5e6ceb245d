package io.credstream.ingest.own;

import io.credstream.ingest.watch.Sighting;
import java.util.concurrent.Semaphore;

/**
 * What one cluster may have in the queue of its partition: so many sightings, or so many bytes. A cluster that floods waits for
 * its own sightings to be written, and everyone else's wait for no more than these. Thread-safe.
 */
final class QueueShare {

    /** Half a batch. */
    private static final int UNITS = 256;

    /** One unit is one sighting, or this many bytes of it. */
    private static final int UNIT_BYTES = 16 << 10;

    private final Semaphore units = new Semaphore(UNITS);

    /** At most all that there is. */
    static int weight(Sighting sighting) {
        return sighting instanceof Sighting.Present present ? Math.min(UNITS, 1 + present.bytes() / UNIT_BYTES) : 1;
    }

    void acquire(int weight) throws InterruptedException {
        units.acquire(weight);
    }

    void release(int weight) {
        units.release(weight);
    }
}
