package io.credstream.ingest.watch;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What the feeds of one cluster have in common.
 *
 * @param nanos by which waiting is measured, as {@link System#nanoTime}
 * @param restarted called when the incarnation has grown: each of them has to take a turn
 */
record FeedContext(
        Api api,
        Era era,
        Sightings sightings,
        Projector projector,
        WatchSettings settings,
        Clock clock,
        LongSupplier nanos,
        WatchMeters meters,
        Runnable restarted) {}
