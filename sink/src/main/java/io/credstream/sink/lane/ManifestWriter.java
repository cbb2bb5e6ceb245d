package io.credstream.sink.lane;

import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import java.util.concurrent.CompletableFuture;

/** Carries decisions out on one cluster, for its {@link Lane}. */
interface ManifestWriter {

    /**
     * One attempt, which is at most one request to write the Manifest. Does not block.
     *
     * @return completes exceptionally only with what has to end the process
     */
    CompletableFuture<Outcome> write(Decision decision);
}
