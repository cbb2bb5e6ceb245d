package io.credstream.sink;

import java.util.concurrent.CompletableFuture;

/** What is needed of one cluster. Nothing in it blocks; what it throws, its {@link Compartment} contains. */
interface ClusterAccess {

    /** One attempt, which is at most one request to write the Manifest. */
    CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch);

    /** Tells with a Kubernetes Event of a decision that was written, if it changes a state. Best effort. */
    void announce(Decision decision);

    /** Gives up all connections, and requests under way with them; the next attempt connects anew. */
    void reset();
}
