package io.credstream.sink.lane;

import io.credstream.kube.Backoff;
import java.time.Duration;

/**
 * How one cluster is written to.
 *
 * @param patchesPerSecond requests, those that fail included; each costs lifecycle-manager a reconcile
 * @param maxInFlight requests without an answer yet
 * @param breakerThreshold failures in a row after which the cluster counts as dead, and gets one request at a time
 * @param retry waits between the attempts of a lane whose cluster does not answer; its limit is also how long a cluster that
 *     is back may go unnoticed
 * @param forbidden waits between the attempts for a Manifest that we may not write
 */
public record LaneSettings(
        int patchesPerSecond, int maxInFlight, int breakerThreshold, Backoff retry, Backoff forbidden) {

    public static final LaneSettings DEFAULTS = new LaneSettings(
            50,
            8,
            5,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
            new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5)));

    public LaneSettings {
        if (patchesPerSecond < 1 || maxInFlight < 1 || breakerThreshold < 1) {
            throw new IllegalArgumentException("rate, requests in flight and breaker threshold must be positive");
        }
    }
}
