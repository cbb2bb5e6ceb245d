package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.HoldDown;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Fight;
import io.credstream.rules.retry.LastDecision;
import io.credstream.rules.retry.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StageMetersTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectRef ONE = new ObjectRef("kcp-eu", "kcp-system", "one");
    private static final ObjectRef OTHER = new ObjectRef("kcp-eu", "kcp-system", "other");
    private static final Decision IN_ORDER = new Decision.InOrder(BindingState.BOUND, ManifestAnnotations.NONE);
    private static final Decision GONE = new Decision.LeaveAlone(BindingState.NO_TEMPLATE, Decision.Reason.GONE);

    private static final LastDecision LAST =
            new LastDecision("uid", "", "", Version.NONE, null, 1, new Cause.Request("test", "decides"), null);
    private static final Attempts SENT = new Attempts.Sent(LAST, Fight.NONE, NOW);
    private static final Attempts APPLIED = new Attempts.Applied(LAST, Fight.NONE, NOW);
    private static final Attempts SETTLED = new Attempts.Settled(LAST, Fight.NONE, NOW);
    private static final Attempts HELD = new Attempts.Held(LAST, new HoldDown(NOW, 1));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StageMeters meters = new StageMeters(Meters.in(registry), Clock.fixed(NOW, ZoneOffset.UTC));
    private final StageMeters.Share share = meters.begin();

    @Test
    void theOldestCountsAndADecisionThatReplacesAnotherIsAsOldAsThat() {
        decided(ONE, SENT, 60);
        decided(ONE, APPLIED, 10);
        decided(OTHER, SENT, 5);

        assertThat(gauge(Metric.PENDING_MANIFESTS)).isEqualTo(2);
        assertThat(gauge(Metric.PENDING_AGE)).isEqualTo(60);

        decided(ONE, SETTLED, 0);
        assertThat(gauge(Metric.PENDING_MANIFESTS)).isEqualTo(1);
        assertThat(gauge(Metric.PENDING_AGE)).isEqualTo(5);

        decided(OTHER, HELD, 0);
        assertThat(gauge(Metric.PENDING_MANIFESTS)).isZero();
        assertThat(gauge(Metric.PENDING_AGE)).isZero();
    }

    @Test
    void aClusterIsShownAsLongAsItHasManifestsHere() {
        share.decided(ONE, IN_ORDER, new Step(null, new Step.Action.Stay()), NOW);
        assertThat(gauge(Metric.PENDING_MANIFESTS)).isZero();

        share.decided(ONE, GONE, new Step(null, new Step.Action.Stay()), NOW);
        assertThat(registry.find(Metric.PENDING_MANIFESTS.text()).gauge()).isNull();
        assertThat(registry.find(Metric.PENDING_AGE.text()).gauge()).isNull();
    }

    @Test
    void whatAPauseHoldsBackIsCountedUntilItIsOver() {
        Decision paused = new Decision.LeaveAlone(BindingState.BOUND, Decision.Reason.PAUSED);
        share.decided(ONE, paused, new Step(null, new Step.Action.Stay()), NOW);
        share.decided(OTHER, paused, new Step(null, new Step.Action.Stay()), NOW);
        assertThat(gauge(Metric.PAUSED_MANIFESTS)).isEqualTo(2);

        decided(ONE, SENT, 0);
        assertThat(gauge(Metric.PAUSED_MANIFESTS)).isEqualTo(1);

        share.decided(OTHER, GONE, new Step(null, new Step.Action.Stay()), NOW);
        assertThat(gauge(Metric.PAUSED_MANIFESTS)).isZero();
    }

    @Test
    void whoeverEndsLeavesNothingBehindButWhatOthersHave() {
        decided(ONE, SENT, 60);
        StageMeters.Share another = meters.begin();
        another.decided(OTHER, IN_ORDER, new Step(null, new Step.Action.Stay()), NOW);

        share.end();
        assertThat(gauge(Metric.PENDING_MANIFESTS)).isZero();

        another.end();
        assertThat(registry.find(Metric.PENDING_MANIFESTS.text()).gauge()).isNull();
    }

    @Test
    void whatIsSaidIsCountedAndSilenceIsNot() {
        share.decided(ONE, IN_ORDER, new Step(null, new Step.Action.Clear()), NOW);
        share.decided(ONE, IN_ORDER, new Step(null, new Step.Action.Stay()), NOW);

        assertThat(registry.get(Metric.DECISIONS.text())
                        .tags("state", "Bound", "action", "cleared")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(Metric.DECISIONS.text()).counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(1);
    }

    private void decided(ObjectRef manifest, Attempts next, int secondsAgo) {
        share.decided(manifest, IN_ORDER, new Step(next, new Step.Action.Stay()), NOW.minusSeconds(secondsAgo));
    }

    private double gauge(Metric metric) {
        return registry.get(metric.text()).tag("cluster", "kcp-eu").gauge().value();
    }
}
