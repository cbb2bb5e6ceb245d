/** What clusters that are in trouble cost those that are not. */
@NullMarked
package io.credstream.benchmarks.isolation;

import org.jspecify.annotations.NullMarked;
