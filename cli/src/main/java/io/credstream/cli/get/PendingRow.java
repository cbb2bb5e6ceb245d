package io.credstream.cli.get;

import io.credstream.audit.Outcome;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.model.ApplyReport;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decision that has not been observed on its Manifest yet: what would be written. */
record PendingRow(
        @Documented("the control plane") String cluster,
        @Documented("where the Manifest is") String namespace,
        @Documented("of the Manifest") String name,

        @Documented("at which version the decision saw the Manifest")
        String resourceVersion,

        @Documented("what its credentials will amount to") String state,

        @Documented("what is to be written: field, before, after; null means absent")
        List<Change> changes,

        @Documented("how often it has been sent") int attempt,

        @Documented(
                "what became of it last: Applied, Unchanged, Superseded, Conflict, Rejected, Unavailable, Held, or null; Deferred if it is"
                        + " not decided before a gap is closed")
        @Nullable
        String result,

        @Documented("why, or null") @Nullable String reason,
        @Documented("what it follows from") String cause,
        @Documented("when it was decided") String decidedAt)
        implements Row {

    /** A field of the Manifest. */
    record Change(
            String field, @Nullable String before, @Nullable String after) {

        String text(Function<Change, @Nullable String> side) {
            String value = side.apply(this);
            return field.substring(field.lastIndexOf('/') + 1) + ": " + (value == null ? "-" : value);
        }
    }

    static final List<Column<PendingRow>> COLUMNS = List.of(
            Column.of("CLUSTER", PendingRow::cluster),
            Column.of("MANIFEST", row -> row.namespace() + "/" + row.name()),
            Column.of("CHANGES", PendingRow::fields),
            Column.of("STATE", PendingRow::state).styled(Style::ofState),
            Column.of("ATTEMPT", row -> "" + row.attempt()),
            Column.of("RESULT", PendingRow::resultCell),
            Column.wide("BEFORE", row -> row.side(Change::before)),
            Column.wide("AFTER", row -> row.side(Change::after)),
            Column.wide("BECAUSE", PendingRow::cause),
            Column.of("AGE", row -> Cells.age(row.decidedAt())));

    static PendingRow of(TopicRecord.Value<ManifestUpdate> record, @Nullable ApplyReport report) {
        ManifestUpdate update = record.value();
        boolean concerns = report != null
                && report.uid().equals(update.uid())
                && report.cause().equals(record.at());
        ApplyReport last = concerns ? report : null;
        return new PendingRow(
                update.manifest().cluster(),
                update.manifest().namespace(),
                update.manifest().name(),
                update.observed().resourceVersion(),
                update.state().display(),
                changes(update),
                update.attempt(),
                last == null ? null : Cells.words(last.result()),
                last == null ? null : last.reason(),
                update.cause().describe(),
                record.time().toString());
    }

    /** A Manifest that differs, and is not decided before a gap is closed (R22). */
    static PendingRow deferred(Outcome outcome, @Nullable String reason) {
        Manifest manifest = outcome.manifest();
        return new PendingRow(
                manifest.ref().cluster(),
                manifest.ref().namespace(),
                manifest.ref().name(),
                manifest.version().resourceVersion(),
                outcome.decision().state().display(),
                List.of(),
                0,
                Cells.words(Decision.Reason.DEFERRED),
                reason,
                manifest.cause().describe(),
                outcome.record().time().toString());
    }

    private static List<Change> changes(ManifestUpdate update) {
        List<Change> changes = new ArrayList<>();
        for (LayerEdit edit : update.edits()) {
            changes.add(new Change(
                    edit.layer().display() + ".credSecretSelector",
                    Cells.selector(edit.expected()),
                    Cells.selector(edit.desired())));
        }
        ManifestAnnotations before = update.expected();
        ManifestAnnotations after = update.desired();
        changes.add(new Change(ManifestAnnotations.APPLIED, before.applied(), after.applied()));
        changes.add(new Change(ManifestAnnotations.REVISION, before.revision(), after.revision()));
        changes.add(new Change(ManifestAnnotations.STATE, before.state(), after.state()));
        return changes.stream()
                .filter(change -> !Objects.equals(change.before(), change.after()))
                .toList();
    }

    private String fields() {
        return changes.stream()
                .map(change -> change.field().substring(change.field().lastIndexOf('/') + 1))
                .collect(Collectors.joining(","));
    }

    private String side(Function<Change, @Nullable String> side) {
        return changes.stream().map(change -> change.text(side)).collect(Collectors.joining("; "));
    }

    private @Nullable String resultCell() {
        return result == null || reason == null ? result : result + " (" + reason + ")";
    }
}
