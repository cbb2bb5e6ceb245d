package io.credstream.ingest.watch;

import java.time.Duration;
import java.time.Instant;

/** A watch that is open. Not thread-safe. */
final class Following {

    private final Api.Events events;
    private final Instant opened;
    private long heardAt;

    /** @param nanos when it was opened, by the clock that measures silence */
    Following(Api.Events events, Instant opened, long nanos) {
        this.events = events;
        this.opened = opened;
        this.heardAt = nanos;
    }

    Api.Events events() {
        return events;
    }

    Instant opened() {
        return opened;
    }

    void heard(long nanos) {
        heardAt = nanos;
    }

    /** Returns how long it may be silent from now on; fails if it has been for too long. */
    Duration patience(long nanos, Duration watchdog) throws ApiFailure {
        Duration left = watchdog.minus(Duration.ofNanos(nanos - heardAt));
        if (!left.isPositive()) {
            throw new ApiFailure(new Failure.Silent());
        }
        return left;
    }
}
