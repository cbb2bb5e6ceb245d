package io.credstream.sink;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import java.time.Instant;
import java.util.Objects;

/**
 * An update, and where it stands in the log.
 *
 * @param decided when it got there, by the broker's clock
 */
record Decision(ManifestUpdate update, Coordinates at, Instant decided) {
    Decision {
        Objects.requireNonNull(update);
        Objects.requireNonNull(at);
        Objects.requireNonNull(decided);
    }

    String key() {
        return update.manifest().key();
    }

    /** What it follows from. */
    Cause change() {
        return update.cause();
    }

    String cluster() {
        return update.manifest().cluster();
    }
}
