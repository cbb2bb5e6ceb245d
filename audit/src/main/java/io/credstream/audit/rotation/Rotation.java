package io.credstream.audit.rotation;

import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.audit.rotation.Reach.Stage;
import io.credstream.model.ApplyReport;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far the last change of a credential's content has come.
 *
 * @param reaches for every Manifest that selects it now, in order
 */
public record Rotation(ContentChange change, List<Reach> reaches) {

    private static final String READY = "Ready";

    public Rotation {
        reaches = List.copyOf(reaches);
    }

    /**
     * Puts it together.
     *
     * @param fleet as it is now
     * @param manifests every record about a Manifest since the change, in the order of the log
     */
    public static Rotation of(ContentChange change, Fleet fleet, Collection<TopicRecord.Value<Manifest>> manifests) {
        Map<ObjectRef, List<TopicRecord.Value<Manifest>>> since = new HashMap<>();
        manifests.forEach(record -> since.computeIfAbsent(record.value().ref(), ref -> new ArrayList<>())
                .add(record));
        return new Rotation(
                change,
                fleet.users().getOrDefault(change.after().ref(), Collections.emptySortedSet()).stream()
                        .map(manifest -> reach(fleet, manifest, since.getOrDefault(manifest, List.of())))
                        .toList());
    }

    /** Whether every Manifest has come that far. */
    public boolean hasReached(Stage stage) {
        return reaches.stream().allMatch(reach -> reach.stage().hasReached(stage));
    }

    public long count(Stage stage) {
        return reaches.stream().filter(reach -> reach.stage().hasReached(stage)).count();
    }

    /**
     * How long it took until the Manifests were announced to, of those that were.
     *
     * @param share between 0 and 1: 0.5 for the median, by nearest rank
     */
    public Optional<Duration> untilAnnounced(double share) {
        List<Duration> sorted = reaches.stream()
                .map(Reach::announced)
                .filter(Objects::nonNull)
                .map(time -> Duration.between(change.time(), time))
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        int rank = (int) Math.ceil(share * sorted.size());
        return Optional.of(sorted.get(Math.clamp(rank - 1L, 0, sorted.size() - 1)));
    }

    private static Reach reach(Fleet fleet, ObjectRef manifest, List<TopicRecord.Value<Manifest>> since) {
        return fleet.judged(manifest)
                .map(outcome -> reach(outcome, fleet, manifest, since))
                .orElseGet(() -> new Reach(manifest, Stage.WAITING, null, null, "it could not be handled"));
    }

    private static Reach reach(
            Outcome outcome, Fleet fleet, ObjectRef manifest, List<TopicRecord.Value<Manifest>> since) {
        return switch (outcome.decision()) {
            case Decision.Update update ->
                new Reach(manifest, Stage.WAITING, null, null, notWritten(fleet, manifest, outcome.pending()));
            case Decision.LeaveAlone(var state, var reason) ->
                new Reach(manifest, Stage.WAITING, null, null, "left alone: " + words(reason));
            case Decision.InOrder(var state, ManifestAnnotations annotations) ->
                outcome.pin().isPresent()
                        ? new Reach(manifest, Stage.WAITING, null, null, "pinned: nothing is announced to it")
                        : announced(outcome.manifest(), annotations.revision(), since);
        };
    }

    private static Reach announced(
            Manifest manifest, @Nullable String revision, List<TopicRecord.Value<Manifest>> since) {
        Instant announced =
                first(since, seen -> Objects.equals(seen.annotations().revision(), revision));
        Instant reconciled = first(
                since,
                seen -> Objects.equals(seen.annotations().revision(), revision)
                        && seen.verdict().reconciled());
        String state = manifest.verdict().state();
        if (!manifest.verdict().reconciled()) {
            return new Reach(
                    manifest.ref(), Stage.ANNOUNCED, announced, null, "lifecycle-manager's status has not moved since");
        }
        return READY.equals(state)
                ? new Reach(manifest.ref(), Stage.READY, announced, reconciled, null)
                : new Reach(manifest.ref(), Stage.RECONCILED, announced, reconciled, "its state is " + state);
    }

    private static @Nullable Instant first(List<TopicRecord.Value<Manifest>> since, Predicate<Manifest> wanted) {
        return since.stream()
                .filter(record -> wanted.test(record.value()))
                .map(TopicRecord.Value::time)
                .findFirst()
                .orElse(null);
    }

    private static String notWritten(Fleet fleet, ObjectRef manifest, boolean decided) {
        if (!decided) {
            return "not decided yet";
        }
        return fleet.facts()
                .latest(fleet.facts().topics().applyReports())
                .get(manifest.key())
                .filter(report -> report.result() != ApplyReport.Result.APPLIED)
                .map(report -> "not written: " + words(report.result())
                        + (report.reason() == null ? "" : ", " + report.reason()))
                .orElse("not written yet");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
