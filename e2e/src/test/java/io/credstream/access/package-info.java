/** The services on a Kafka that lets each do what {@code deploy/kafka} lists, and nothing else. */
@NullMarked
package io.credstream.access;

import org.jspecify.annotations.NullMarked;
