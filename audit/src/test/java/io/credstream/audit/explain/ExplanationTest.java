package io.credstream.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.Unlisted;
import io.credstream.audit.explain.LayerExplanation.Owner;
import io.credstream.audit.explain.LayerExplanation.Selected;
import io.credstream.audit.explain.NearMiss.Obstacle;
import io.credstream.model.BindingState;
import io.credstream.model.HoldDown;
import io.credstream.rules.decide.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private final TestLog log = new TestLog().controlPlane();

    @Test
    void namesTemplateSelectorCredentialAndTheEntryThatCovers() {
        log.credential("cred", "a", "x").template("op", "a").manifest("m", "op").carriedOut("m");

        Explanation explanation = explain();

        assertThat(explanation.template().orElseThrow().ref()).isEqualTo(TestLog.ref("op"));
        assertThat(explanation.rule().number()).isEqualTo("R10");
        assertThat(explanation.standing()).isEqualTo(new Standing.InOrder());
        LayerExplanation layer = explanation.layers().getFirst();
        assertThat(layer.owner()).isEqualTo(Owner.US);
        assertThat(layer.state()).isEqualTo(BindingState.BOUND);
        assertThat(layer.selected())
                .containsExactly(
                        new Selected(TestLog.ref("cred"), List.of("reg.io"), "reg.io", true, null, null, null));
        assertThat(layer.nearMisses()).isEmpty();
    }

    @Test
    void namesWhatNearlyMatchesAndWhatKeepsItAway() {
        log.credential("typo", "b", "x").template("op", "a").manifest("m", "op").pending("m");

        Explanation explanation = explain();

        assertThat(explanation.layers().getFirst().nearMisses())
                .containsExactly(
                        new NearMiss(TestLog.ref("typo"), new Obstacle.Other("cred", "b", List.of("a")), "reg.io"));
        assertThat(explanation.layers().getFirst().searched()).containsExactly("kcp-system");
        assertThat(explanation.standing()).isInstanceOf(Standing.Pending.class);
    }

    @Test
    void whatIsPinnedIsSoByRuleAndByWhomAndWhy() {
        log.template("op", "a").manifest("m", "op").pin("m", "b", null).carriedOut("m");

        Explanation explanation = explain();

        assertThat(explanation.rule().number()).isEqualTo("R19");
        assertThat(explanation.standing()).isEqualTo(new Standing.InOrder());
        assertThat(explanation.outcome().pin())
                .hasValueSatisfying(pin -> assertThat(pin.user() + pin.reason()).isEqualTo("aliceoutage"));
        assertThat(explanation.layers().getFirst().state()).isEqualTo(BindingState.NO_MATCH);
    }

    @Test
    void aManifestWithoutATemplateGetsThoseOfItsComponent() {
        log.manifest("m", "op");

        Explanation explanation = explain();

        assertThat(explanation.rule().number()).isEqualTo("R9");
        assertThat(explanation.standing()).isEqualTo(new Standing.LeftAlone(Decision.Reason.NO_TEMPLATE));
        assertThat(explanation.layers().getFirst().owner()).isEqualTo(Owner.NOBODY);
    }

    @Test
    void aManifestThatIsDeferredWaitsForWhatWasNotListedSinceTheGap() {
        Instant begun = TestLog.START.plus(Duration.ofHours(1));
        log.template("op", "a").gap(begun).manifestIn(begun, "m", "op");

        Explanation explanation = explain();

        assertThat(explanation.standing()).isEqualTo(new Standing.LeftAlone(Decision.Reason.DEFERRED));
        assertThat(explanation.waitsFor())
                .map(Unlisted::describe)
                .contains("ModuleTemplates of kcp not listed since 2026-01-01T01:00:00Z");
    }

    @Test
    void whatTheProcessorHoldsDownIsHeldDown() {
        log.template("op", "a").manifest("m", "op");
        HoldDown holdDown = new HoldDown(TestLog.START.plus(Duration.ofMinutes(10)), 1);

        assertThat(Explanation.of(Fleet.of(log.facts()), TestLog.ref("m"), Optional.of(holdDown))
                        .standing())
                .isEqualTo(new Standing.HeldDown(holdDown));
        assertThat(explain().standing()).isEqualTo(new Standing.NotDecidedYet());
    }

    private Explanation explain() {
        return Explanation.of(Fleet.of(log.facts()), TestLog.ref("m"), Optional.empty());
    }
}
