/** The log as it is: its records, decoded, one a line. */
@NullMarked
package io.credstream.cli.tail;

import org.jspecify.annotations.NullMarked;
