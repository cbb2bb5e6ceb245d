package io.credstream.simulation.guarantee;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A Manifest that was seen after a gap is not decided from templates and Secrets that were listed before it (R22). */
public final class NothingAcrossAGap implements Guarantee {

    @Override
    public void decided(String manifest, Instant observed, @Nullable Instant listed) {
        if (listed == null || observed.isAfter(listed)) {
            throw broken(manifest + " was seen in the epoch of " + observed
                    + ", and decided from what was listed in that of " + listed);
        }
    }
}
