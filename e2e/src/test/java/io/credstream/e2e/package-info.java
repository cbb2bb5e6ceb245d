/** End to end: all services on a broker with several partitions and a fleet of API servers, and what may happen to them. */
@NullMarked
package io.credstream.e2e;

import org.jspecify.annotations.NullMarked;
