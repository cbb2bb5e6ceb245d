package io.credstream.read;

import io.credstream.model.Version;

/**
 * How a key stands in a topic, without its value.
 *
 * @param version of what is the latest of the key
 * @param alive whether that is a value, and not a deletion
 */
public record Standing(Version version, boolean alive) {}
