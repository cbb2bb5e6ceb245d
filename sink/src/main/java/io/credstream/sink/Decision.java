package io.credstream.sink;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import java.util.Objects;

/** An update, and where it stands in the log. */
record Decision(ManifestUpdate update, Coordinates at) {
    Decision {
        Objects.requireNonNull(update);
        Objects.requireNonNull(at);
    }

    String key() {
        return update.manifest().key();
    }

    String cluster() {
        return update.manifest().cluster();
    }
}
