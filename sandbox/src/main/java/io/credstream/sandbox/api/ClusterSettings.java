package io.credstream.sandbox.api;

import java.time.Duration;

/**
 * How one cluster behaves, apart from faults.
 *
 * @param bookmarkEvery the time between two bookmarks on a watch
 * @param watchLifetime how long a watch lives that states no {@code timeoutSeconds}
 * @param initialEvents whether watches may ask for {@code sendInitialEvents}; older servers reject that
 * @param goneAsStatus whether a watch from a version that is gone gets HTTP 410; otherwise it gets 200 and an
 *     {@code ERROR} event, which is what a server with a watch cache does
 * @param clockOffset how far its clock is ahead of the fleet's
 */
public record ClusterSettings(
        Duration bookmarkEvery,
        Duration watchLifetime,
        boolean initialEvents,
        boolean goneAsStatus,
        Duration clockOffset) {

    /** What a current API server does. */
    public static final ClusterSettings DEFAULT =
            new ClusterSettings(Duration.ofMinutes(1), Duration.ofMinutes(30), true, false, Duration.ZERO);

    public ClusterSettings withBookmarkEvery(Duration interval) {
        return new ClusterSettings(interval, watchLifetime, initialEvents, goneAsStatus, clockOffset);
    }

    public ClusterSettings withInitialEvents(boolean allowed) {
        return new ClusterSettings(bookmarkEvery, watchLifetime, allowed, goneAsStatus, clockOffset);
    }

    public ClusterSettings withGoneAsStatus(boolean asStatus) {
        return new ClusterSettings(bookmarkEvery, watchLifetime, initialEvents, asStatus, clockOffset);
    }

    public ClusterSettings withClockOffset(Duration offset) {
        return new ClusterSettings(bookmarkEvery, watchLifetime, initialEvents, goneAsStatus, offset);
    }
}
