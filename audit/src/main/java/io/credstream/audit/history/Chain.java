package io.credstream.audit.history;

import io.credstream.audit.history.Step.Stage;
import io.credstream.model.ApplyReport;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One change of a Manifest: what it follows from, what was decided, what became of it, and the Manifest's own observation after
 * the write. A change that somebody else made, and from which nothing followed, has an origin and nothing else.
 *
 * @param decisions the same one each time it was sent, oldest first
 * @param reports on them, oldest first
 * @param observed the Manifest's first observation that shows what was written; absent if there is none yet
 * @param reconciled the first observation after that which shows that lifecycle-manager has been there since
 * @param settled when the decision was taken out of what is pending; absent while it is not
 */
public record Chain(
        Origin origin,
        List<TopicRecord.Value<ManifestUpdate>> decisions,
        List<TopicRecord.Value<ApplyReport>> reports,
        @Nullable Entry observed,
        @Nullable Entry reconciled,
        TopicRecord.@Nullable Tombstone<ManifestUpdate> settled) {

    public Chain {
        decisions = List.copyOf(decisions);
        reports = List.copyOf(reports);
    }

    /** How it ended, or where it stands. */
    public enum Result {
        /** Nothing was decided because of it. */
        NOTHING_TO_DO,
        /** Written, and seen on the Manifest. */
        ARRIVED,
        /** Written, and not seen yet. */
        WRITTEN,
        /** Decided; not written yet. */
        PENDING,
        /** The API server refuses it. */
        REJECTED,
        /** Taken back, or replaced by another decision, before it was written. */
        MOOT
    }

    public Result result() {
        Optional<ApplyReport.Result> last = lastReport().map(ApplyReport::result);
        if (decisions.isEmpty() && reports.isEmpty()) {
            return Result.NOTHING_TO_DO;
        } else if (observed != null) {
            return Result.ARRIVED;
        } else if (written()) {
            return last.equals(Optional.of(ApplyReport.Result.UNCHANGED)) ? Result.ARRIVED : Result.WRITTEN;
        } else if (last.equals(Optional.of(ApplyReport.Result.REJECTED))) {
            return Result.REJECTED;
        }
        return settled == null ? Result.PENDING : Result.MOOT;
    }

    /** Whether the API server has what was decided. */
    public boolean written() {
        return reports.stream()
                .map(report -> report.value().result())
                .anyMatch(result -> result == ApplyReport.Result.APPLIED || result == ApplyReport.Result.UNCHANGED);
    }

    public Optional<ApplyReport> lastReport() {
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.of(reports.getLast().value());
    }

    /** In the order of time. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (origin instanceof Origin.Fact fact) {
            steps.add(step(Stage.OBSERVED, fact.entry()));
        }
        decisions.forEach(decision -> steps.add(step(Stage.DECIDED, decision)));
        reports.forEach(report -> steps.add(step(Stage.REPORTED, report)));
        if (observed != null) {
            steps.add(step(Stage.OBSERVED_AGAIN, observed));
        }
        if (settled != null) {
            steps.add(step(Stage.SETTLED, settled));
        }
        if (reconciled != null) {
            steps.add(step(Stage.RECONCILED, reconciled));
        }
        steps.sort(Comparator.comparing(Step::time).thenComparing(Step::stage));
        for (int i = 1; i < steps.size(); i++) {
            Step step = steps.get(i);
            long since = millis(steps.get(i - 1).time(), step.time());
            steps.set(i, new Step(step.stage(), step.time(), step.at(), since));
        }
        return List.copyOf(steps);
    }

    /** When it began, as far as is known. */
    public Instant time() {
        return steps().getFirst().time();
    }

    /** Milliseconds from the fact to the Manifest's own observation; empty if one of the two is missing. */
    public OptionalLong total() {
        Entry seen = observed;
        return seen == null
                ? OptionalLong.empty()
                : origin.time()
                        .map(since -> OptionalLong.of(millis(since, seen.time())))
                        .orElse(OptionalLong.empty());
    }

    private static Step step(Stage stage, Entry entry) {
        return new Step(stage, entry.time(), entry.at(), 0);
    }

    private static Step step(Stage stage, TopicRecord<?> record) {
        return new Step(stage, record.time(), record.at(), 0);
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
