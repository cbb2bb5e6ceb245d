package io.credstream.sink;

import java.util.concurrent.CompletableFuture;

/** Carries decisions out on one cluster. */
interface ManifestWriter {

    /**
     * One attempt, which is at most one request to write the Manifest. Does not block.
     *
     * @return completes exceptionally only because of a bug
     */
    CompletableFuture<Outcome> write(Decision decision);
}
