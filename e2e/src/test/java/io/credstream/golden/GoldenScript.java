package io.credstream.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.processor.domain.Attempts;
import io.credstream.processor.domain.Decision;
import io.credstream.processor.domain.Decisions;
import io.credstream.processor.domain.Occasion;
import io.credstream.processor.domain.Retries;
import io.credstream.processor.domain.RetryPolicy;
import io.credstream.processor.domain.Step;
import io.credstream.processor.domain.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What happens to one Manifest in the course of time, and what is said in {@code manifest-updates} each time. */
final class GoldenScript {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Retries retries = new Retries(RetryPolicy.DEFAULT, new Random(1));
    private final ManifestUpdate update;
    private final List<String> said = new ArrayList<>();

    @Nullable
    private Attempts attempts;

    private GoldenScript(ManifestUpdate update) {
        this.update = update;
    }

    /** For the first Manifest that needs something, which it does as long as it is as the case describes it. */
    static List<String> run(GoldenWorld world, Decisions decisions) {
        for (Manifest manifest : world.manifests()) {
            if (decisions.decide(manifest.ref(), GoldenWorld.CAUSE) instanceof Decision.Update(ManifestUpdate update)) {
                GoldenScript script = new GoldenScript(update);
                world.steps().forEach(script::step);
                return script.said;
            }
        }
        return List.of();
    }

    private void step(JsonNode step) {
        String at = step.path("at").asText();
        String event = step.path("event").asText();
        Instant now = START.plus(Duration.parse("PT" + at));
        switch (event) {
            case "overwritten" -> decided(at, event, new Decision.Update(update), now);
            case "observed" -> decided(at, event, new Decision.InOrder(update.state(), update.desired()), now);
            default -> reported(Result.valueOf(event), step.path("attempt").asInt(1), now);
        }
    }

    private void decided(String at, String event, Decision decision, Instant now) {
        Step step = retries.decided(attempts, decision, Occasion.EVENT, now);
        attempts = step.next();
        said.add("%s %s -> %s".formatted(at, event, describe(step.action())));
    }

    private void reported(Result result, int attempt, Instant now) {
        ApplyReport report =
                new ApplyReport(update.manifest(), update.uid(), result, null, null, attempt, GoldenWorld.CAUSE);
        attempts = retries.reported(attempts, report, now);
    }

    private static String describe(Action action) {
        return switch (action) {
            case Action.Send(ManifestUpdate sent) -> "send " + sent.attempt();
            case Action.Clear clear -> "clear";
            case Action.Stay stay -> "stay";
            case Action.HoldDown(Instant until, int hold) ->
                "hold down until " + Duration.between(START, until).toSeconds() + "s";
        };
    }
}
