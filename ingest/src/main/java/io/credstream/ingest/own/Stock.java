package io.credstream.ingest.own;

import java.util.function.Consumer;

/**
 * What the owner of a partition has in its topics, according to its inventory.
 *
 * @param partition of {@code clusters}
 * @param findings gets what differs; from any thread, and returns at once
 */
record Stock(int partition, Inventory inventory, Consumer<Finding> findings) {}
