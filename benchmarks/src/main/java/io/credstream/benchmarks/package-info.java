/** What the product costs, as a ratio to the least that the same steps cost bare, measured in the same run. */
@NullMarked
package io.credstream.benchmarks;

import org.jspecify.annotations.NullMarked;
