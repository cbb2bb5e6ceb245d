/** Random worlds in which the two stages and the oracle are fed the same facts. */
@NullMarked
package io.credstream.processor.simulation;

import org.jspecify.annotations.NullMarked;
