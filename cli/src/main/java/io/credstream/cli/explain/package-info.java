/** Why something is as it is: {@code credstream explain}. */
@NullMarked
package io.credstream.cli.explain;

import org.jspecify.annotations.NullMarked;
