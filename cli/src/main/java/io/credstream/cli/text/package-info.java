/** Text that comes in: YAML with its lines, durations, names that were meant. */
@NullMarked
package io.credstream.cli.text;

import org.jspecify.annotations.NullMarked;
