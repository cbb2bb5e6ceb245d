/**
 * Lists and watches clusters: one feed per cluster, kind and namespace, all on one HTTP stack. A feed takes
 * {@link io.credstream.ingest.watch.Turns}, and holds no thread in between.
 *
 * <p>{@link io.credstream.ingest.watch.Pace} decides what a feed does next and knows no sockets;
 * {@link io.credstream.ingest.watch.FeedWatch} does it; {@link io.credstream.ingest.watch.Api} is how. What they find are
 * {@link io.credstream.ingest.watch.Sighting}s, which somebody else turns into records.
 */
@NullMarked
package io.credstream.ingest.watch;

import org.jspecify.annotations.NullMarked;
