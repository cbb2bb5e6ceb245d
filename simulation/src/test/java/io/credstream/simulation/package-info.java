/**
 * A seeded world: clusters, a log, the processor's stages and the sink's lanes under one scheduler, so that an unlucky order of events is a
 * number that can be played again. No clock, no thread, no socket.
 */
@NullMarked
package io.credstream.simulation;

import org.jspecify.annotations.NullMarked;
