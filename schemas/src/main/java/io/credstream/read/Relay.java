package io.credstream.read;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Does one piece of work after the other in another thread, while this one prepares the next: decoding and fetching cost about as
 * much. What one piece does, the next one and whoever finished the relay see. For one thread.
 */
final class Relay implements AutoCloseable {

    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** Begins when what was handed over before is done; throws what that threw. */
    void hand(Runnable work) {
        finish();
        last = CompletableFuture.runAsync(work);
    }

    /** Waits for all that was handed over; throws what it threw. */
    void finish() {
        try {
            last.join();
        } catch (CompletionException e) {
            last = CompletableFuture.completedFuture(null);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Nothing goes on behind the back of who gave up. */
    @Override
    public void close() {
        last.exceptionally(failure -> null).join();
    }
}
