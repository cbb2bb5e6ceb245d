/** The fleet file: what is in it, what is wrong with it, and what it changes in the log. */
@NullMarked
package io.credstream.cli.fleet;

import org.jspecify.annotations.NullMarked;
