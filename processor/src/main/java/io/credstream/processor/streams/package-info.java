/**
 * Carries the rules over Kafka Streams: how records become inputs of a stage, what each stage keeps, and when it may
 * speak. Decides nothing itself.
 *
 * <p>Both stages work alike. A record becomes a {@link io.credstream.processor.streams.Read}; what it says goes into the stage's
 * stores unless it is older than what is known, and into an index in memory; what the rules make of it goes out. A crash can
 * leave a store ahead of its output, so no output is ever left out because a store says that it was sent: when a task has
 * caught up with its inputs, and every few minutes, it evaluates all that it owns ({@link io.credstream.processor.streams.Evaluation}).
 */
@NullMarked
package io.credstream.processor.streams;

import org.jspecify.annotations.NullMarked;
