package io.credstream.cli.history;

import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;

/** The history of a credential, a template or a cluster. */
record ObjectTimeline(
        @Documented("of what the history is") String name,

        @Documented(
                "oldest first: time, record, what (First, Changed, Same, Deleted, Outdated, Unreadable), cause, deletedBecause,"
                        + " changes (field, before, after), reached (decided, arrived, p50Millis, p99Millis, maxMillis, missing)")
        List<EntryRow> records,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis) {}
