package io.credstream.processor.streams;

import io.credstream.model.Version;
import java.time.Instant;

/**
 * That an object was found gone.
 *
 * @param version at which; nothing older revives it
 * @param since when this is known
 */
public record Gone(Version version, Instant since) {}
