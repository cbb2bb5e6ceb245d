/**
 * What Credstream promises, as objects that verify a whole world, and the world that they verify: a broker, a fleet of API servers,
 * and any number of instances of each service.
 */
@NullMarked
package io.credstream.guarantee;

import org.jspecify.annotations.NullMarked;
