/** Pins that stand, and taking them back. */
@NullMarked
package io.credstream.cli.pin;

import org.jspecify.annotations.NullMarked;
