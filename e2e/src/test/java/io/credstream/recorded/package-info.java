/** A log of an earlier version: what later ones answer from it, and how a processor goes on from where that one stopped. */
@NullMarked
package io.credstream.recorded;

import org.jspecify.annotations.NullMarked;
