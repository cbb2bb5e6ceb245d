/** The services: the product's own stages, intake, fuses and lanes, and what stands in for Kafka Streams and for ingest. */
@NullMarked
package io.credstream.simulation.service;

import org.jspecify.annotations.NullMarked;
