/** What follows from the facts of a whole fleet: {@link io.credstream.rules.fleet.Propagation}. */
@NullMarked
package io.credstream.rules.fleet;

import org.jspecify.annotations.NullMarked;
