package io.credstream.sink.cluster;

import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The requests to control planes that have no answer yet. Each ends within its timeout, whatever the control plane does; one that
 * does not would keep its lane shut for ever, and nobody would say so. Thread-safe.
 */
public final class Requests {

    private final LongSupplier nanos;
    private final Map<Object, Long> underway = new ConcurrentHashMap<>();

    public Requests(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Since when the oldest has been under way. */
    public OptionalLong oldest() {
        return underway.values().stream().mapToLong(Long::longValue).min();
    }

    /** The way to a cluster, with a look at what goes there. */
    public ClusterAccess watching(ClusterAccess access) {
        return new ClusterAccess() {
            @Override
            public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
                Object request = new Object();
                CompletableFuture<Outcome> answer = access.write(decision, patch);
                underway.put(request, nanos.getAsLong());
                return answer.whenComplete((outcome, failure) -> underway.remove(request));
            }

            @Override
            public void announce(Decision decision) {
                access.announce(decision);
            }

            @Override
            public void reset() {
                access.reset();
            }
        };
    }
}
