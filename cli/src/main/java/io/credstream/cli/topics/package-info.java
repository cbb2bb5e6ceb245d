/** The topics themselves: which there have to be, which there are, and making those that are missing. */
@NullMarked
package io.credstream.cli.topics;

import org.jspecify.annotations.NullMarked;
