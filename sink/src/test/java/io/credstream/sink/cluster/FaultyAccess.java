package io.credstream.sink.cluster;

import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A real way to a cluster that breaks on some decisions. */
public record FaultyAccess(ClusterAccess real, Predicate<Decision> breaks) implements ClusterAccess {

    @Override
    public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
        if (breaks.test(decision)) {
            throw new IllegalStateException("Authorization: Bearer not-a-token");
        }
        return real.write(decision, patch);
    }

    @Override
    public void announce(Decision decision) {
        real.announce(decision);
    }

    @Override
    public void reset() {
        real.reset();
    }
}
