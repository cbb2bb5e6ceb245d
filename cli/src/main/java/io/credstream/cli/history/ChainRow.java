package io.credstream.cli.history;

import io.credstream.audit.history.Chain;
import io.credstream.audit.history.Change;
import io.credstream.audit.history.Entry;
import io.credstream.audit.history.Origin;
import io.credstream.cli.text.Words;
import io.credstream.model.ApplyReport;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a Manifest, from what it follows from to what became of it.
 *
 * @param decision absent when nothing was decided because of it
 * @param reason why the sink could not write it
 * @param totalMillis from the record of the fact to the Manifest's own observation of the write
 */
record ChainRow(
        String time,
        OriginRow origin,
        @Nullable DecisionRow decision,
        String result,
        @Nullable String reason,
        List<StepRow> steps,
        @Nullable Long totalMillis) {

    /**
     * What it follows from.
     *
     * @param cause as the decision names it
     * @param kept whether there is a record of it to be looked up
     * @param follows what the record itself follows from
     * @param seen {@code First}, {@code Changed}, {@code Same}, {@code Deleted}
     */
    record OriginRow(
            String cause,
            boolean kept,
            @Nullable String topic,
            @Nullable String name,
            @Nullable String follows,
            @Nullable String seen,
            List<Change> changes) {

        static OriginRow of(Origin origin) {
            String cause = origin.cause().describe();
            return switch (origin) {
                case Origin.Fact(var named, Entry entry) ->
                    new OriginRow(
                            cause,
                            true,
                            entry.topic(),
                            entry.key(),
                            entry.cause() == null ? null : entry.cause().describe(),
                            Words.joined(entry.what()),
                            entry.changes());
                case Origin.NotKept notKept -> new OriginRow(cause, false, null, null, null, null, List.of());
                case Origin.Named named -> new OriginRow(cause, false, null, null, null, null, List.of());
            };
        }
    }

    /** What was decided, and how often it was sent. */
    record DecisionRow(String state, int attempts, List<Change> changes) {

        static DecisionRow of(List<ManifestUpdate> decisions) {
            ManifestUpdate last = decisions.getLast();
            return new DecisionRow(
                    last.state().display(),
                    decisions.stream().mapToInt(ManifestUpdate::attempt).max().orElse(0),
                    changes(decisions.getFirst()));
        }

        private static List<Change> changes(ManifestUpdate update) {
            List<Change> changes = new ArrayList<>();
            for (LayerEdit edit : update.edits()) {
                changes.add(
                        new Change(edit.layer().display() + ".credSecretSelector", edit.expected(), edit.desired()));
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
    }

    /** A step, and how long it took. */
    record StepRow(String step, String time, String record, long sincePreviousMillis) {}

    static ChainRow of(Chain chain) {
        List<ManifestUpdate> decisions =
                chain.decisions().stream().map(decision -> decision.value()).toList();
        return new ChainRow(
                chain.time().toString(),
                OriginRow.of(chain.origin()),
                decisions.isEmpty() ? null : DecisionRow.of(decisions),
                Words.joined(chain.result()),
                chain.lastReport().map(ApplyReport::reason).orElse(null),
                chain.steps().stream()
                        .map(step -> new StepRow(
                                Words.joined(step.stage()),
                                step.time().toString(),
                                step.at().describe(),
                                step.sincePrevious()))
                        .toList(),
                chain.total().isPresent() ? Long.valueOf(chain.total().getAsLong()) : null);
    }
}
