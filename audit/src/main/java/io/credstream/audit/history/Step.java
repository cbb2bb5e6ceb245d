package io.credstream.audit.history;

import io.credstream.model.Cause.Coordinates;
import java.time.Instant;

/**
 * A step on the way from a fact to the Manifest.
 *
 * @param sincePreviousMillis since the step before, zero for the first: to the millisecond, as brokers stamp records
 */
public record Step(Stage stage, Instant time, Coordinates at, long sincePreviousMillis) {

    /** Which step. */
    public enum Stage {
        /** The fact was recorded. */
        OBSERVED,
        DECIDED,
        /** The sink said what became of it. */
        REPORTED,
        /** The write came back as the Manifest's own observation, which can be recorded before the report. */
        OBSERVED_AGAIN,
        /** The decision was taken out of what is pending: it was observed, or is moot. */
        SETTLED,
        /** Lifecycle-manager's status moved after the write. */
        RECONCILED
    }
}
