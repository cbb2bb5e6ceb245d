/**
 * Owns partitions of {@code clusters}: whoever is assigned one fences its former owner, takes over what that one knew,
 * watches its clusters, and writes what they show, each event in one transaction with the inventory.
 *
 * <p>{@link io.credstream.ingest.own.Batch} decides what to write and knows no Kafka client;
 * {@link io.credstream.ingest.own.TransactionalWriter} writes it; {@link io.credstream.ingest.own.PartitionOwner} is the loop
 * around them.
 */
@NullMarked
package io.credstream.ingest.own;

import org.jspecify.annotations.NullMarked;
