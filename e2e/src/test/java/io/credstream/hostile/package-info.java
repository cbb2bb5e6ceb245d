/** A fleet of eight clusters of which one is hostile, and what it does to the other seven: nothing. */
@NullMarked
package io.credstream.hostile;

import org.jspecify.annotations.NullMarked;
