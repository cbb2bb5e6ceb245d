/** A Kafka log in memory: partitions, offsets, compaction. It holds what the product's own serializers make. */
@NullMarked
package io.credstream.simulation.log;

import org.jspecify.annotations.NullMarked;
