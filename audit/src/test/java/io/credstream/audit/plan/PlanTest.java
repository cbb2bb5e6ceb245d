package io.credstream.audit.plan;

import static io.credstream.audit.TestLog.KCP;
import static io.credstream.audit.TestLog.TOPICS;
import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.TestLog;
import io.credstream.model.BindingState;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final TestLog log = new TestLog()
            .controlPlane()
            .credential("cred", "one", "old")
            .template("op", "one")
            .template("other", null)
            .manifest("a-op", "op")
            .manifest("b-op", "op")
            .manifest("a-other", "other")
            .carriedOut("a-op");

    @Test
    void nothingComesOfWhatChangesNothing() {
        Plan plan = plan(new Change.Put(log.templateOf("op", "one")));

        assertThat(plan.effects()).isEmpty();
        assertThat(plan.worsens()).isFalse();
    }

    @Test
    void aRotationIsAnnouncedToAllWhoSelectIt() {
        Plan plan = plan(new Change.Put(log.credentialOf("cred", "one", "new")));

        assertThat(plan.effects()).extracting(Effect::manifest).containsExactly(ref("a-op"), ref("b-op"));
        assertThat(plan.effects()).allMatch(Effect::written).noneMatch(Effect::worse);
        assertThat(plan.written()).containsEntry(KCP, 2L);
    }

    @Test
    void aSecretThatGoesMakesItWorseAndTakesNoSelector() {
        Plan plan = plan(new Change.Delete(Kind.SECRET, ref("cred")));

        assertThat(plan.effects()).hasSize(2).allMatch(Effect::worse);
        assertThat(plan.effects().getFirst())
                .returns(BindingState.BOUND, Effect::stateBefore)
                .returns(BindingState.NO_MATCH, Effect::stateAfter);
        assertThat(selectorAfter(plan)).isPresent();
        assertThat(plan.worsens()).isTrue();
    }

    @Test
    void aLabelThatGoesTakesTheSelectorThatIsOurs() {
        Plan plan = plan(new Change.Put(log.templateOf("op", null)));

        assertThat(plan.effects().getFirst().manifest()).isEqualTo(ref("a-op"));
        assertThat(selectorAfter(plan)).isEmpty();
        assertThat(plan.effects().getFirst().worse()).isTrue();
    }

    @Test
    void aFirstLabelIsNoChangeForTheWorse() {
        Plan plan = plan(new Change.Put(log.templateOf("other", "one")));

        assertThat(plan.effects()).extracting(Effect::manifest).containsExactly(ref("a-other"));
        assertThat(plan.worsens()).isFalse();
    }

    @Test
    void aFuseHoldsWhatRewritesMoreManifestsThanItSays() {
        log.controlPlane(1);

        assertThat(plan(new Change.Put(log.credentialOf("cred", "one", "new"))).blows())
                .containsExactly(new Blow(KCP, 1, 2));
        assertThat(plan(new Change.Put(log.templateOf("other", "one"))).blows()).isEmpty();
    }

    @Test
    void changesThatAreEachSmallBlowNoFuse() {
        log.controlPlane(2);

        assertThat(plan(
                                new Change.Put(log.credentialOf("cred", "one", "new")),
                                new Change.Put(log.templateOf("other", "one")))
                        .blows())
                .isEmpty();
    }

    @Test
    void whatIsOrderedPassesEveryFuse() {
        log.controlPlane(0);

        Plan plan = plan(withdrawal());

        assertThat(plan.written()).containsEntry(KCP, 1L);
        assertThat(plan.blows()).isEmpty();
    }

    @Test
    void aWithdrawalMakesWorseWhatCanPullWithTheSelectorThatItLoses() {
        assertThat(plan(withdrawal()).effects().getFirst())
                .returns(ref("a-op"), Effect::manifest)
                .returns(true, Effect::worse)
                .returns(List.of(), Effect::left);
    }

    @Test
    void aWithdrawalOfASelectorThatFindsNothingMakesNothingWorse() {
        log.delete(TOPICS.credentials(), "cred");

        assertThat(plan(withdrawal()).effects()).noneMatch(Effect::worse);
    }

    @Test
    void whatSomebodyElseAsksForTooIsLeftAndIsNoWorse() {
        log.ownedToo("a-op", "lifecycle-manager");

        assertThat(plan(withdrawal()).effects().getFirst())
                .returns(true, Effect::written)
                .returns(false, Effect::worse)
                .returns(List.of(Layer.INSTALL), Effect::left);
    }

    private static Change withdrawal() {
        return new Change.Give(new Order(
                new Order.Target.All(), new Order.Action.Brake(Mode.WITHDRAW), "alice", "test", Instant.EPOCH));
    }

    @Test
    void ofSeveralChangesTheSumCounts() {
        Plan plan = plan(
                new Change.Put(log.templateOf("op", "two")), new Change.Put(log.credentialOf("second", "two", "x")));

        assertThat(plan.effects()).hasSize(2).noneMatch(Effect::worse);
    }

    @Test
    void aTemplateThatGoesLeavesItsManifestsAlone() {
        Plan plan = plan(new Change.Delete(Kind.MODULE_TEMPLATE, ref("op")));

        assertThat(plan.effects())
                .hasSize(2)
                .noneMatch(Effect::written)
                .allMatch(effect -> effect.stateAfter() == BindingState.NO_TEMPLATE);
        assertThat(plan.worsens()).isTrue();
    }

    @Test
    void aManifestThatGoesIsAnEffectWithoutAfter() {
        Plan plan = plan(new Change.Delete(Kind.MANIFEST, ref("a-op")));

        assertThat(plan.effects()).singleElement().returns(null, Effect::after).returns(false, Effect::worse);
        assertThat(log.facts().latest(TOPICS.manifests()).records()).hasSize(3);
    }

    private static Optional<String> selectorAfter(Plan plan) {
        return Optional.ofNullable(plan.effects().getFirst().after())
                .map(after -> after.selectors().get(Layer.INSTALL));
    }

    private Plan plan(Change... changes) {
        return Plan.of(log.facts(), List.of(changes));
    }
}
