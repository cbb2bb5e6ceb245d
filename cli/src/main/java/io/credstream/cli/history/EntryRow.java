package io.credstream.cli.history;

import io.credstream.audit.history.Change;
import io.credstream.audit.history.Entry;
import io.credstream.audit.history.Reach;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.Words;
import io.credstream.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a thing, with what it changed and what that came to.
 *
 * @param deletedBecause {@code watch}, {@code resync} or {@code cluster-removed}
 */
record EntryRow(
        String time,
        String record,
        String what,
        @Nullable String cause,
        @Nullable String deletedBecause,
        List<Change> changes,
        ReachRow reached) {

    /** Manifests, and milliseconds from the record to the Manifest's own observation. */
    record ReachRow(
            int decided,
            int arrived,
            @Nullable Long p50Millis,
            @Nullable Long p99Millis,
            @Nullable Long maxMillis,
            List<String> missing) {

        @Nullable
        String cell() {
            return decided == 0 ? null : arrived + "/" + decided;
        }
    }

    static final List<Column<Line>> COLUMNS = List.of(
            Column.of("TIME", line -> line.row().time()),
            Column.of("WHAT", Line::what),
            Column.of("CHANGES", Line::changes),
            Column.of("REACHED", line -> line.row().reached().cell()),
            Column.of("P50", line -> millis(line.row().reached().p50Millis())),
            Column.of("MAX", line -> millis(line.row().reached().maxMillis())),
            Column.wide("P99", line -> millis(line.row().reached().p99Millis())),
            Column.wide("MISSING", line -> String.join(",", line.row().reached().missing())),
            Column.wide("BECAUSE", line -> line.row().cause()),
            Column.wide("RECORD", line -> line.row().record()));

    /** A line of the table. */
    record Line(String what, String changes, EntryRow row) {

        static Line of(Entry entry, Reach reach) {
            String changes = switch (entry.what()) {
                case FIRST -> ChangeText.ofFirst(entry.changes());
                case DELETED -> EntryText.reason(entry).replaceFirst("^, ", "");
                case CHANGED, SAME, OUTDATED, UNREADABLE -> ChangeText.of(entry.changes());
            };
            return new Line(Words.spaced(entry.what()), changes, EntryRow.of(entry, reach));
        }
    }

    static EntryRow of(Entry entry, Reach reach) {
        return new EntryRow(
                entry.time().toString(),
                entry.at().describe(),
                Words.joined(entry.what()),
                entry.cause() == null ? null : entry.cause().describe(),
                entry.deletion() == null ? null : entry.deletion().reason().display(),
                entry.changes(),
                new ReachRow(
                        reach.decided(),
                        reach.arrived(),
                        reach.p50(),
                        reach.p99(),
                        reach.max(),
                        reach.missing().stream().map(ObjectRef::key).toList()));
    }

    private static @Nullable String millis(@Nullable Long millis) {
        return millis == null ? null : millis + " ms";
    }
}
