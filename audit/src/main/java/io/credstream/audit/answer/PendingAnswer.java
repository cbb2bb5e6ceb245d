package io.credstream.audit.answer;

import io.credstream.audit.Outcome;
import io.credstream.audit.history.Change;
import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that has not been observed on its Manifest yet; or a Manifest that differs and is not decided before a gap is closed (R22).
 *
 * @param observed the version at which the Manifest was seen
 * @param state what its credentials will amount to
 * @param changes what is to be written
 * @param attempt how often it has been sent; 0 of what is deferred
 * @param result what became of it last, an {@link ApplyReport.Result}; {@link Decision.Reason#DEFERRED}; absent if nothing is known
 * @param reason for the result, if one is known
 * @param cause what it follows from
 * @param record the decision, or what was observed
 */
public record PendingAnswer(
        ObjectRef manifest,
        Version observed,
        BindingState state,
        List<Change> changes,
        int attempt,
        @Nullable Enum<?> result,
        @Nullable String reason,
        Cause cause,
        Coordinates record,
        Instant recordedAt) {

    public PendingAnswer {
        changes = List.copyOf(changes);
    }

    /**
     * A decision that waits to be written or observed.
     *
     * @param report the last one about the Manifest, which may be of another decision
     */
    public static PendingAnswer of(TopicRecord.Value<ManifestUpdate> record, @Nullable ApplyReport report) {
        ManifestUpdate update = record.value();
        ApplyReport last = report != null
                        && report.uid().equals(update.uid())
                        && report.cause().equals(record.at())
                ? report
                : null;
        return new PendingAnswer(
                update.manifest(),
                update.observed(),
                update.state(),
                Change.of(update),
                update.attempt(),
                last == null ? null : last.result(),
                last == null ? null : last.reason(),
                update.cause(),
                record.at(),
                record.time());
    }

    /**
     * A Manifest that differs and is not decided across a gap (R22).
     *
     * @param reason what has to be listed first
     */
    public static PendingAnswer deferred(Outcome outcome, @Nullable String reason) {
        Manifest manifest = outcome.manifest();
        return new PendingAnswer(
                manifest.ref(),
                manifest.version(),
                outcome.decision().state(),
                List.of(),
                0,
                Decision.Reason.DEFERRED,
                reason,
                manifest.cause(),
                outcome.record().at(),
                outcome.record().time());
    }
}
