package io.credstream.rules.retry;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.TEST_OPERATOR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.carrying;
import static io.credstream.rules.Facts.manifest;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import io.credstream.rules.decide.ManifestDecision;
import io.credstream.rules.retry.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One Manifest, what is remembered of it, and a clock that the tests turn. */
abstract class RetriesCase {

    static final Action STAY = new Action.Stay();
    static final Action CLEAR = new Action.Clear();
    static final Binding BINDING = binding(bound(Layer.INSTALL));
    static final Binding ROTATED = binding(bound(Layer.INSTALL, TEST_OPERATOR, BindingState.BOUND, "r2"));
    static final Manifest BARE = manifest(bare(Layer.INSTALL)).at("7").build();
    static final LeaveAlone MOOT = new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE);

    final RetryPolicy policy = RetryPolicy.DEFAULT;
    final Retries retries = new Retries(policy, new Random(1));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Nullable
    Attempts attempts;

    Action decided(Manifest manifest, Binding binding) {
        return decided(manifest, binding, Occasion.EVENT);
    }

    Action decided(Manifest manifest, Binding binding, Occasion occasion) {
        Decision decision = ManifestDecision.decide(manifest, List.of(binding), CAUSE);
        return step(retries.decided(attempts, decision, occasion, now));
    }

    Action step(Step step) {
        attempts = step.next();
        return step.action();
    }

    void reported(Result result) {
        attempts = retries.reported(
                attempts, report("uid", result, attempts().decision().attempt(), null), now);
    }

    void applied(String resourceVersion) {
        attempts = retries.reported(
                attempts, report("uid", Result.APPLIED, attempts().decision().attempt(), resourceVersion), now);
    }

    Attempts attempts() {
        return Objects.requireNonNull(attempts);
    }

    Instant due() {
        return attempts().alarm().orElseThrow();
    }

    Duration half(int attempt) {
        Duration full = attempt < 10 ? Duration.ofSeconds(1L << (attempt - 1)) : policy.longest();
        return full.dividedBy(2);
    }

    static ApplyReport report(String uid, Result result, int attempt, @Nullable String resourceVersion) {
        return new ApplyReport(BARE.ref(), uid, result, resourceVersion, null, attempt, CAUSE);
    }

    static ManifestUpdate sent(Action action) {
        if (action instanceof Action.Send(ManifestUpdate update)) {
            return update;
        }
        throw new AssertionError("not sent, but " + action);
    }

    static ManifestUpdate update(Manifest manifest, Binding binding) {
        return ((Decision.Update) ManifestDecision.decide(manifest, List.of(binding), CAUSE)).update();
    }

    static Manifest after(ManifestUpdate update, String version) {
        return manifest(carrying(Layer.INSTALL, TEST_OPERATOR))
                .annotations(update.desired())
                .at(version)
                .build();
    }
}
