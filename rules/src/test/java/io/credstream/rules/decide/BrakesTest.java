package io.credstream.rules.decide;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.TEST_OPERATOR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.carrying;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.BindingState;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R20. */
class BrakesTest {

    private static final Target ALL = new Target.All();
    private static final String OURS = SelectorJson.of(TEST_OPERATOR);
    private static final Manifest UNTOUCHED =
            manifest(bare(Layer.INSTALL), bare(Layer.CONFIG)).build();
    private static final Target CLUSTER = new Target.OfCluster(UNTOUCHED.ref().cluster());

    private static final Target MODULE = new Target.OfModule(String.valueOf(UNTOUCHED.moduleName()));

    private final Decisions decisions = new Decisions();

    @BeforeEach
    void aManifestWithATemplate() {
        decisions.put(binding(bound(Layer.INSTALL)));
        decisions.put(UNTOUCHED);
    }

    @Test
    void whatIsPausedIsNotWritten() {
        assertThat(order(Mode.PAUSE, CLUSTER)).containsExactly(UNTOUCHED.ref());
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.PAUSED));
        order(Mode.RESUME, CLUSTER);
        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void aPauseSaysNothingOfWhatIsInOrder() {
        decisions.put(written());
        order(Mode.PAUSE, ALL);
        assertThat(decide()).isInstanceOf(Decision.InOrder.class);
    }

    @Test
    void clustersAndModulesAreApart() {
        order(Mode.PAUSE, CLUSTER);
        order(Mode.PAUSE, MODULE);
        order(Mode.PAUSE, new Target.OfCluster("another"));
        order(Mode.RESUME, MODULE);
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.PAUSED));
        order(Mode.RESUME, CLUSTER);
        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void aModuleIsLetGoWhileAllElseIsHeld() {
        order(Mode.PAUSE, ALL);
        order(Mode.RESUME, MODULE);
        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void anOrderForEverythingHoldsWhatWasLetGoBefore() {
        order(Mode.RESUME, MODULE);
        order(Mode.PAUSE, ALL);
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.PAUSED));
        order(Mode.RESUME, MODULE);
        order(Mode.PAUSE, ALL);
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.PAUSED));
    }

    @Test
    void whatIsHeldByItselfStaysSoWhenEverythingIsResumed() {
        order(Mode.PAUSE, MODULE);
        order(Mode.PAUSE, ALL);
        order(Mode.RESUME, ALL);
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.PAUSED));
    }

    @Test
    void allThatIsOursIsTakenBackAndNothingElse() {
        Manifest both = manifest(
                        carrying(Layer.INSTALL, TEST_OPERATOR),
                        carrying(Layer.CONFIG, LabelSelector.of(Map.of("some", "body"))))
                .applied("install=" + Applied.hash(OURS))
                .build();
        decisions.put(both);
        order(Mode.WITHDRAW, ALL);
        ManifestUpdate update = update();
        assertThat(update.layers())
                .containsExactly(
                        new LayerEdit(Layer.INSTALL, both.layers().getFirst().selector(), null));
        assertThat(update.desired()).isEqualTo(ManifestAnnotations.NONE);
    }

    @Test
    void whereNothingIsOursNothingIsWrittenUntilResumed() {
        order(Mode.WITHDRAW, ALL);
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.UNLABELLED, Reason.WITHDRAWN));
        order(Mode.RESUME, ALL);
        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    @Test
    void anAnnotationAloneIsTakenBackToo() {
        decisions.put(manifest(bare(Layer.INSTALL)).applied("").build());
        order(Mode.WITHDRAW, ALL);
        assertThat(update().layers()).isEmpty();
        assertThat(update().desired()).isEqualTo(ManifestAnnotations.NONE);
    }

    @Test
    void withdrawingIsStrongerThanAPause() {
        decisions.put(written());
        order(Mode.PAUSE, MODULE);
        order(Mode.WITHDRAW, CLUSTER);
        assertThat(update().desired()).isEqualTo(ManifestAnnotations.NONE);
        assertThat(decisions.brake(UNTOUCHED.ref())).map(Order::target).contains(CLUSTER);
    }

    @Test
    void aPauseEndsWhenItsTimeIsOver() {
        pauseUntil(CLUSTER, Instant.ofEpochSecond(60));
        assertThat(decisions.endBrakes(Instant.ofEpochSecond(59))).isEmpty();
        assertThat(decide()).isInstanceOf(LeaveAlone.class);

        assertThat(decisions.endBrakes(Instant.ofEpochSecond(60)).values()).containsExactly(Set.of(UNTOUCHED.ref()));

        assertThat(decide()).isInstanceOf(Decision.Update.class);
        assertThat(decisions.endBrakes(Instant.MAX)).isEmpty();
    }

    @Test
    void aPauseThatEndsEndsNoOther() {
        order(Mode.PAUSE, ALL);
        pauseUntil(CLUSTER, Instant.ofEpochSecond(60));

        decisions.endBrakes(Instant.ofEpochSecond(60));

        assertThat(decide()).isInstanceOf(LeaveAlone.class);
        assertThat(decisions.brake(UNTOUCHED.ref())).map(Order::target).contains(ALL);
    }

    @Test
    void aPauseOfEverythingEndsToo() {
        pauseUntil(ALL, Instant.ofEpochSecond(60));

        decisions.endBrakes(Instant.ofEpochSecond(60));

        assertThat(decide()).isInstanceOf(Decision.Update.class);
    }

    private void pauseUntil(Target target, Instant until) {
        decisions.put(new Order(target, new Brake(Mode.PAUSE), "alice", "rollout", Instant.EPOCH, until));
    }

    private Set<ObjectRef> order(Mode mode, Target target) {
        return decisions.put(new Order(target, new Brake(mode), "alice", "rollout", Instant.EPOCH));
    }

    /** As it is once the rules had their way. */
    private Manifest written() {
        return manifest(carrying(Layer.INSTALL, TEST_OPERATOR), bare(Layer.CONFIG))
                .annotations(update().desired())
                .build();
    }

    private Decision decide() {
        return decisions.decide(UNTOUCHED.ref(), CAUSE);
    }

    private ManifestUpdate update() {
        return ((Decision.Update) decide()).update();
    }
}
