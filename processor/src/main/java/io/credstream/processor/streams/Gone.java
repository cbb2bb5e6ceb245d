package io.credstream.processor.streams;

import io.credstream.model.Version;
import java.time.Instant;
import java.util.Objects;

/**
 * That an object was found gone.
 *
 * @param version at which; nothing older revives it
 * @param since when this is known
 */
public record Gone(Version version, Instant since) {
    public Gone {
        Objects.requireNonNull(version);
        Objects.requireNonNull(since);
    }
}
