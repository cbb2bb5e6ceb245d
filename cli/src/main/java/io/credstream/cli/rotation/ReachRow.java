package io.credstream.cli.rotation;

import io.credstream.audit.rotation.ContentChange;
import io.credstream.audit.rotation.Reach;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a rotation has come with a Manifest. */
record ReachRow(
        @Documented("cluster/namespace/name") String manifest,

        @Documented("Waiting, Announced, Reconciled or Ready")
        String stage,

        @Documented("milliseconds from the change to the Manifest's observation with the new revision") @Nullable
        Long announcedMillis,

        @Documented("and to lifecycle-manager's status having moved after that") @Nullable
        Long reconciledMillis,

        @Documented("what is missing, or null") @Nullable String waiting) {

    static final List<Column<ReachRow>> COLUMNS = List.of(
            Column.of("MANIFEST", ReachRow::manifest),
            Column.<ReachRow>of("STAGE", ReachRow::stage).styled(ReachRow::style),
            Column.of("ANNOUNCED", row -> millis(row.announcedMillis())),
            Column.of("RECONCILED", row -> millis(row.reconciledMillis())),
            Column.of("WAITING-FOR", ReachRow::waiting));

    static ReachRow of(ContentChange change, Reach reach) {
        return new ReachRow(
                reach.manifest().key(),
                Words.joined(reach.stage()),
                since(change, reach.announced()),
                since(change, reach.reconciled()),
                reach.waiting());
    }

    private static @Nullable Long since(ContentChange change, @Nullable Instant time) {
        return time == null ? null : Duration.between(change.time(), time).toMillis();
    }

    private static @Nullable String millis(@Nullable Long millis) {
        return millis == null ? null : "after " + millis + " ms";
    }

    private static Style style(String stage) {
        return switch (stage) {
            case "Ready" -> Style.GOOD;
            case "Waiting" -> Style.ATTENTION;
            default -> Style.PLAIN;
        };
    }
}
