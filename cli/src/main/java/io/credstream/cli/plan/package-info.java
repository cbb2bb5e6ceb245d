/** {@code credstream plan}: what a change would do to the fleet. */
@NullMarked
package io.credstream.cli.plan;

import org.jspecify.annotations.NullMarked;
