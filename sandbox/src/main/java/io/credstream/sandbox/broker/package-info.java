/** A Kafka broker inside the JVM, on 127.0.0.1, and who may use it. */
@NullMarked
package io.credstream.sandbox.broker;

import org.jspecify.annotations.NullMarked;
