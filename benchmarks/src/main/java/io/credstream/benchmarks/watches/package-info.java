/** What a watched cluster costs a process: its live heap and its threads. */
@NullMarked
package io.credstream.benchmarks.watches;

import org.jspecify.annotations.NullMarked;
