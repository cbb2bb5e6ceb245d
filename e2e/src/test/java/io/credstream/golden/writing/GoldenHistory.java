package io.credstream.golden.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.golden.GoldenTime;
import io.credstream.golden.GoldenWorld;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.HoldDown;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Projections;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Occasion;
import io.credstream.rules.retry.Retries;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.rules.retry.Step;
import io.credstream.rules.retry.Step.Action;
import io.credstream.sink.lane.LaneSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a sink does, and a processor holds down, while a fleet is seen as its documents say when. Each line is a moment, what was
 * asked for, and what became of it. Clusters only answer: what a Manifest is like after a write is for the documents to say.
 */
final class GoldenHistory implements LanesInTime.Surroundings {

    /** No pause is left to chance. */
    private static final RandomGenerator CERTAINTY = () -> 0;

    private final Retries retries = new Retries(RetryPolicy.DEFAULT, CERTAINTY);
    private final Map<ObjectRef, Attempts> attempts = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final LanesInTime lanes;
    private GoldenWorld world;
    private Decisions decisions;

    private GoldenHistory(GoldenWorld beginning) {
        world = beginning;
        decisions = beginning.propagated().decisions();
        lanes = new LanesInTime(this, this::patchesPerSecond, CERTAINTY);
    }

    /** From the beginning to the last moment that a document names. */
    static List<String> of(List<ObjectNode> documents, Projections projections) {
        GoldenHistory history = new GoldenHistory(GoldenWorld.at(Duration.ZERO, documents, projections));
        for (Duration moment : GoldenTime.moments(documents)) {
            history.lanes.runUntil(moment);
            history.see(GoldenWorld.at(moment, documents, projections));
            history.lanes.runUntil(moment);
        }
        return history.lines;
    }

    private void see(GoldenWorld next) {
        world = next;
        decisions = next.propagated().decisions();
        next.clusters().values().forEach(cluster -> {
            lanes.know(cluster);
            if (isReleased(cluster.id())) {
                lanes.release(cluster.id(), GoldenWorld.CAUSE);
            }
        });
        Set<ObjectRef> known = new TreeSet<>(attempts.keySet());
        next.manifests().stream().map(Manifest::ref).forEach(known::add);
        known.forEach(this::decide);
    }

    private void decide(ObjectRef manifest) {
        Step step = retries.decided(
                attempts.get(manifest), decisions.decide(manifest, GoldenWorld.CAUSE), Occasion.EVENT, now());
        remember(manifest, step.next());
        switch (step.action()) {
            case Action.Send(ManifestUpdate update) -> lanes.offer(update);
            case Action.Clear clear -> lanes.cancel(manifest.key());
            case Action.GiveWay(HoldDown holdDown) -> {
                say(manifest, "held down until " + GoldenTime.text(Duration.between(Instant.EPOCH, holdDown.until())));
                lanes.cancel(manifest.key());
            }
            case Action.Stay stay -> {}
        }
    }

    private void remember(ObjectRef manifest, @Nullable Attempts next) {
        attempts.remove(manifest);
        if (next != null) {
            attempts.put(manifest, next);
            next.alarm()
                    .filter(due -> due.isAfter(now()))
                    .ifPresent(due -> lanes.after(Duration.between(now(), due), () -> decide(manifest)));
        }
    }

    @Override
    public CompletableFuture<Optional<String>> write(ManifestUpdate update) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        answersAfter(update.manifest().cluster())
                .ifPresentOrElse(
                        delay -> lanes.after(delay, () -> answer.complete(Optional.of(versionAfterWrite()))), () -> {
                            say(update.manifest(), "no answer");
                            answer.complete(Optional.empty());
                        });
        return answer;
    }

    private String versionAfterWrite() {
        return GoldenTime.versionAt(lanes.now().plusMillis(1));
    }

    @Override
    public void reported(ManifestUpdate update, Result result, @Nullable String resourceVersion) {
        ObjectRef manifest = update.manifest();
        if (result != Result.UNAVAILABLE) {
            say(manifest, result.name().toLowerCase(Locale.ROOT));
        }
        ApplyReport report = new ApplyReport(
                manifest, update.uid(), result, resourceVersion, null, update.attempt(), GoldenWorld.CAUSE);
        remember(manifest, retries.reported(attempts.get(manifest), report, now()));
        decide(manifest);
    }

    @Override
    public void moot(ManifestUpdate update) {
        say(update.manifest(), "moot");
    }

    private int patchesPerSecond(String cluster) {
        return world.behaviour(cluster).path("patchesPerSecond").asInt(LaneSettings.DEFAULTS.patchesPerSecond());
    }

    /** Whether what its fuse holds has been released: all that a world decides follows from one change. */
    private boolean isReleased(String cluster) {
        return world.behaviour(cluster).path("released").asBoolean();
    }

    /** How long a cluster takes to answer; empty if it does not. */
    private Optional<Duration> answersAfter(String cluster) {
        JsonNode answers = world.behaviour(cluster).path("answersAfter");
        if (answers.isMissingNode()) {
            return Optional.of(Duration.ZERO);
        }
        return answers.asText().equals("never") ? Optional.empty() : Optional.of(GoldenTime.duration(answers.asText()));
    }

    private void say(ObjectRef manifest, String what) {
        lines.add(GoldenTime.text(lanes.now()) + " " + manifest.key() + " " + what);
    }

    private Instant now() {
        return Instant.EPOCH.plus(lanes.now());
    }
}
