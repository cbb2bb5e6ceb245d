package io.credstream.sink.lane;

import dev.failsafe.CircuitBreaker;
import io.credstream.kube.Trouble;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a cluster answers, and how many requests it may have at once: one at a time after a row of failures, and none during the
 * pauses in between, which become longer. Lives on its {@link Timers}; the breaker's state can be asked from any thread.
 */
final class Circuit {

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final String cluster;
    private final LaneSettings settings;
    private final Timers timers;
    private final RandomGenerator random;
    private final Runnable paused;
    private final CircuitBreaker<Outcome> breaker;

    /** Why the cluster does not answer; absent as long as it does. */
    private @Nullable Trouble outage;

    private int outages;

    /** How often this outage has been waited for: by the breaker, or before it opened by a Manifest whose turn came again. */
    private int pauses;

    private int lastOpening;

    /** @param paused called when a pause has ended */
    Circuit(String cluster, LaneSettings settings, Timers timers, RandomGenerator random, Runnable paused) {
        this.cluster = cluster;
        this.settings = settings;
        this.timers = timers;
        this.random = random;
        this.paused = paused;
        // When it half-opens is decided here, where time is; the library would look at the clock on the wall.
        this.breaker = CircuitBreaker.<Outcome>builder()
                .withFailureThreshold(settings.breakerThreshold())
                .withSuccessThreshold(1)
                .withDelay(Duration.ofDays(365))
                .build();
    }

    CircuitBreaker.State state() {
        return breaker.getState();
    }

    /** One request at a time until the cluster answers. */
    void beginOnTrial() {
        breaker.halfOpen();
    }

    /** Ends a pause before its time. */
    void endPause() {
        if (breaker.isOpen()) {
            breaker.halfOpen();
        }
    }

    /** While the breaker is half open, one; a request that is still in flight from before counts as that one. */
    int allowedInFlight() {
        return switch (breaker.getState()) {
            case CLOSED -> settings.maxInFlight();
            case HALF_OPEN -> 1;
            case OPEN -> 0;
        };
    }

    /** Why there is a pause; empty if there is none. */
    Optional<Trouble> pause() {
        return breaker.isOpen() ? Optional.ofNullable(outage) : Optional.empty();
    }

    /** The number of the outage, which grows with each. */
    int outages() {
        return outages;
    }

    /** Returns whether an outage has ended. */
    boolean answered() {
        breaker.close();
        breaker.recordSuccess();
        pauses = 0;
        if (outage == null) {
            return false;
        }
        outage = null;
        LOG.atInfo().addKeyValue(LogKeys.CLUSTER, cluster).log("The cluster answers again");
        return true;
    }

    /**
     * Returns whether a pause begins.
     *
     * @param tries how often the decision had failed before
     */
    boolean failed(Outcome.Unavailable why, int tries) {
        if (outage == null) {
            outages++;
            LOG.atWarn()
                    .addKeyValue(LogKeys.CLUSTER, cluster)
                    .addKeyValue(LogKeys.CONDITION, why.trouble().condition())
                    .addKeyValue(LogKeys.REASON, why.trouble().reason())
                    .log("The cluster does not answer");
        }
        outage = why.trouble();
        boolean wasOpen = breaker.isOpen();
        breaker.recordFailure();
        if (why.retryAfter() != null) {
            breaker.open();
        }
        if (wasOpen || !breaker.isOpen()) {
            return false;
        }
        pauses = Math.max(pauses, tries) + 1;
        Duration delay = settings.retry().delay(pauses, random);
        Duration asked = why.retryAfter();
        int opening = ++lastOpening;
        timers.after(asked != null && asked.compareTo(delay) > 0 ? asked : delay, () -> {
            if (opening == lastOpening) {
                paused.run();
            }
        });
        return true;
    }
}
