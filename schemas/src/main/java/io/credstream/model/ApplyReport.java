package io.credstream.model;

import org.jspecify.annotations.Nullable;

/**
 * What became of a decision.
 *
 * @param uid of the Manifest that the decision was about
 * @param resourceVersion of the Manifest after the write; absent unless {@code APPLIED} or {@code UNCHANGED}
 * @param reason a code for a person and for metrics, such as {@code 422 Invalid}; absent when all is well
 * @param attempt of the decision
 * @param cause the coordinates of the decision
 */
public record ApplyReport(
        ObjectRef manifest,
        String uid,
        Result result,
        @Nullable String resourceVersion,
        @Nullable String reason,
        int attempt,
        Cause cause) {

    /** The record key. */
    public String key() {
        return manifest.key();
    }

    /** Outcomes. Only {@code UNAVAILABLE} and {@code HELD} are not the sink's last word. */
    public enum Result {
        /** The API server wrote it. */
        APPLIED,
        /** The Manifest is as it should be already. */
        UNCHANGED,
        /** The Manifest is not what the decision was based on, or is gone: the world moved on. */
        SUPERSEDED,
        /** 409. */
        CONFLICT,
        /** The API server refuses the content; sending it again would not help. */
        REJECTED,
        /**
         * The API server cannot be reached, is overloaded, its breaker is open, or it refuses us (401, 403), which an operator
         * mends without touching the Manifest; the sink tries again. Reported once per decision and outage.
         */
        UNAVAILABLE,
        /** A fuse holds it until an operator releases the change that it follows from (R21); the sink waits. Reported once. */
        HELD
    }
}
