package io.credstream.cli.history;

import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;

/** The history of a Manifest. */
record ManifestTimeline(
        @Documented("of the Manifest") String manifest,

        @Documented(
                "oldest first: time, origin (cause, kept, topic, name, follows, seen, changes), decision (state, attempts, changes),"
                        + " result, reason, steps (step, time, record, sincePreviousMillis), totalMillis")
        List<ChainRow> changes,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis) {}
