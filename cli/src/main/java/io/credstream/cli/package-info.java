/** The command line. */
@NullMarked
package io.credstream.cli;

import org.jspecify.annotations.NullMarked;
