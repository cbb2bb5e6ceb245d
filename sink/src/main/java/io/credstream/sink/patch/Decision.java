package io.credstream.sink.patch;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import java.time.Instant;

/**
 * An update, and where it stands in the log.
 *
 * @param decided when it got there, by the broker's clock
 */
public record Decision(ManifestUpdate update, Coordinates at, Instant decided) {
    /** What of a decision goes into reports, keys and Events as it is. */
    private static final int MAX_TEXT = 1_024;

    /** Whether its names are longer than any that Kubernetes and the processor make, so that nothing can be reported of it. */
    public boolean isTooLarge() {
        return key().length() > MAX_TEXT
                || update.uid().length() > MAX_TEXT
                || update.cause().describe().length() > MAX_TEXT
                || update.causes().stream().anyMatch(cause -> cause.describe().length() > MAX_TEXT);
    }

    public String key() {
        return update.manifest().key();
    }

    public String cluster() {
        return update.manifest().cluster();
    }
}
