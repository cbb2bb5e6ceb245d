package io.credstream.cli.replay;

import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a replay pins, or would. */
record RestorationDocument(
        @Documented("the moment whose selectors are restored")
        String asOf,

        @Documented("whether the pins are written") boolean executed,

        @Documented("until when they hold") @Nullable String expires,

        @Documented("what is pinned: cluster, namespace, name, layers (layer, now, then, matches), differs, refused")
        List<RestoredRow> pins,

        @Documented("Manifests that carry the same selectors now, and keep them by themselves")
        List<String> same,

        @Documented("Manifests that were not there then") List<String> absent,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis) {}
