/** What goes to the terminal: tables, JSON, YAML, progress, colour where there is a terminal to show it. */
@NullMarked
package io.credstream.cli.output;

import org.jspecify.annotations.NullMarked;
