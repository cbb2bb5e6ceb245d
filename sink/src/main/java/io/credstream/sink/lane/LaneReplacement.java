package io.credstream.sink.lane;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The wait for a lane that replaces a discarded one: until a delay is over and no request of the discarded lane is under way, or
 * can be. Lives on its {@link Timers}.
 */
final class LaneReplacement {

    private static final Duration DRAIN_CHECK = Duration.ofSeconds(1);

    private final Timers timers;
    private final Duration drainLimit;
    private final Runnable replace;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
    private long drainUntil;
    private int waits;
    private boolean waiting;

    /**
     * @param drainLimit how long requests may take at most
     * @param replace called when the wait is over
     */
    LaneReplacement(Timers timers, Duration drainLimit, Runnable replace) {
        this.timers = timers;
        this.drainLimit = drainLimit;
        this.replace = replace;
    }

    /** Begins a wait. */
    void begin(Lane discarded, Duration delay) {
        drained = discarded.close();
        drainUntil = timers.currentTimeNanos() + drainLimit.toNanos();
        waiting = true;
        int wait = ++waits;
        timers.after(delay, () -> check(wait));
    }

    /** Ends the wait before the delay is over, if no request is under way. */
    void hurry() {
        if (drained.isDone()) {
            end();
        }
    }

    /** Completes when no request of the discarded lane is under way. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    private void check(int wait) {
        if (wait != waits || !waiting) {
            return;
        }
        if (drained.isDone() || timers.currentTimeNanos() - drainUntil >= 0) {
            end();
        } else {
            timers.after(DRAIN_CHECK, () -> check(wait));
        }
    }

    private void end() {
        waiting = false;
        replace.run();
    }
}
