/** The way of decisions to each cluster: order, rate, circuit breaker, fuse and retries, and the containment of faults. */
@NullMarked
package io.credstream.sink.lane;

import org.jspecify.annotations.NullMarked;
