/** What is read from Kafka: decisions partition by partition, with committed offsets that need proof, and small topics as a whole. */
@NullMarked
package io.credstream.sink.intake;

import org.jspecify.annotations.NullMarked;
