/**
 * Lists and watches clusters: one loop per cluster, kind and namespace, each on a virtual thread, all on one HTTP stack.
 *
 * <p>{@link io.credstream.ingest.watch.Pace} decides what a loop does next and knows no sockets;
 * {@link io.credstream.ingest.watch.FeedWatch} does it; {@link io.credstream.ingest.watch.Api} is how. What they find are
 * {@link io.credstream.ingest.watch.Sighting}s, which somebody else turns into records.
 */
@NullMarked
package io.credstream.ingest.watch;

import org.jspecify.annotations.NullMarked;
