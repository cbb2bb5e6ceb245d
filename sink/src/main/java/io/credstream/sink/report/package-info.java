/** What became of decisions: what is settled, and its way to Kafka. */
@NullMarked
package io.credstream.sink.report;

import org.jspecify.annotations.NullMarked;
