/** Holding back what the processor would write, and letting go. */
@NullMarked
package io.credstream.cli.brake;

import org.jspecify.annotations.NullMarked;
