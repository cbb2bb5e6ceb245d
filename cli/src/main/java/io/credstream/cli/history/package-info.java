/** How things came to be, from the log: {@code credstream history}. */
@NullMarked
package io.credstream.cli.history;

import org.jspecify.annotations.NullMarked;
