package io.credstream.sink;

import org.jspecify.annotations.Nullable;

/**
 * How a sink is, as its own loop tells it.
 *
 * @param live whether its loop turns; if not, only a restart helps
 * @param ready whether it has read all that was decided before, and writes
 * @param problem why it is not both
 */
public record Health(boolean live, boolean ready, @Nullable String problem) {}
