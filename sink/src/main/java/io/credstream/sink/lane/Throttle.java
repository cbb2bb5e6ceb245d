package io.credstream.sink.lane;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Limits how many requests a lane begins in a second. Lives on its {@link Timers}. */
final class Throttle {

    private final Bucket bucket;
    private final Timers timers;
    private final Runnable free;
    private boolean waits;

    /** @param free called once a request may begin again after one was refused */
    Throttle(int perSecond, Timers timers, Runnable free) {
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(timers)
                .build();
        this.timers = timers;
        this.free = free;
    }

    /** Whether a request may begin now; if so it counts. */
    boolean acquire() {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed() && !waits) {
            waits = true;
            timers.after(Duration.ofNanos(probe.getNanosToWaitForRefill()), () -> {
                waits = false;
                free.run();
            });
        }
        return probe.isConsumed();
    }
}
