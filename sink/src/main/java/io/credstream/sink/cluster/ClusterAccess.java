package io.credstream.sink.cluster;

import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.util.concurrent.CompletableFuture;

/** What is needed of one cluster. Nothing in it blocks; what it throws, its compartment contains. */
public interface ClusterAccess {

    /** One attempt, which is at most one request to write the Manifest. */
    CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch);

    /** Tells with a Kubernetes Event of a decision that was written, if it changes a state. Best effort. */
    void announce(Decision decision);

    /** Gives up all connections, and requests under way with them; the next attempt connects anew. */
    void reset();
}
