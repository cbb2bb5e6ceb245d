package io.credstream.ingest.own;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Partitions that fall to a process at the same time. What their clusters are seen to have is told when the gaps in the watches of all
 * of them are committed: a Manifest may have its template in another partition than itself (R22).
 *
 * <p>Safe for use by any thread.
 */
public final class JointTakeover {

    private final Set<Integer> open;
    private final CountDownLatch said = new CountDownLatch(1);

    /** @param partitions all of them */
    public JointTakeover(Collection<Integer> partitions) {
        open = ConcurrentHashMap.newKeySet();
        open.addAll(partitions);
    }

    /** The gaps of a partition are committed; or will not be, since it is not taken over. */
    void said(int partition) {
        open.remove(partition);
        if (open.isEmpty()) {
            said.countDown();
        }
    }

    /** Waits for all of them. Returns whether they are. */
    boolean await(Duration patience) throws InterruptedException {
        return said.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
