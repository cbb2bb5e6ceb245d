package io.credstream.rules.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decision.Selector;
import io.credstream.testkit.model.UpdateBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A Manifest that carries the selector {@code one}, with a revision of the Secret that it finds. */
class LineageTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Cause C1 = new Cause.Coordinates("templates", 0, 1);
    private static final Cause C2 = new Cause.Coordinates("credentials", 0, 2);
    private static final Cause C3 = new Cause.Coordinates("templates", 0, 3);
    private static final Cause C4 = new Cause.Coordinates("credentials", 0, 4);

    /** What a Manifest carries: selectors of both layers, state, revision. */
    private record Carried(
            @Nullable String install,
            @Nullable String config,
            String state,
            @Nullable String revision) {
        ManifestAnnotations annotations() {
            return new ManifestAnnotations(install + "," + config, revision, state, null);
        }
    }

    private static final Carried ONE = new Carried("one", "one", "Bound", "r1");
    private static final Carried TWO = new Carried("two", "two", "NoMatch", null);

    private Carried observed = ONE;
    private @Nullable Lineage lineage;

    @Test
    void whatIsChangedTwiceFollowsFromBoth() {
        wants(TWO, C1);
        wants(new Carried("two", "two", "Bound", "r2"), C2);

        assertThat(causes()).containsExactly(C1, C2);
    }

    @Test
    void aChangeThatWasTakenBackContributesNoLonger() {
        wants(TWO, C1);
        wants(new Carried("three", "three", "NoMatch", null), C2);
        wants(TWO, C3);

        assertThat(causes()).containsExactly(C1);
    }

    @Test
    void aRotationAfterAMistakeThatWasUndoneDoesNotWaitForIt() {
        wants(TWO, C1);
        wants(new Carried("one", "one", "Bound", "r2"), C3);

        assertThat(causes()).containsExactly(C3);
    }

    @Test
    void aRotationOnlyAnnouncesWhateverElseIsToBeWritten() {
        wants(new Carried("two", "one", "Bound", "r1"), C1);
        wants(new Carried("two", "one", "Bound", "r2"), C2);

        assertThat(causes()).containsExactly(C1, C2);
        assertThat(lineage().announced()).containsExactly(C2);
    }

    @Test
    void aMistakeOfWhichOneLayerIsLeftIsNotUndone() {
        wants(TWO, C1);
        wants(new Carried("one", "two", "NoMatch", null), C3);

        assertThat(causes()).containsExactly(C1, C3);
    }

    @Test
    void aRotationAmongTwoThatWereUndoneKeepsItsOwnCause() {
        wants(new Carried("one", "one", "Bound", "r2"), C2);
        wants(new Carried("one", "one", "Bound", "r3"), C4);
        wants(new Carried("one", "one", "Bound", "r2"), C3);

        assertThat(causes()).containsExactly(C2);
    }

    @Test
    void whatWasWrittenContributesNoLonger() {
        wants(TWO, C1);
        observed = TWO;
        wants(new Carried("two", "two", "Bound", "r2"), C2);

        assertThat(causes()).containsExactly(C2);
    }

    @Test
    void whatSomebodyElseWroteOnOneLayerLeavesTheRest() {
        wants(TWO, C1);
        observed = new Carried("two", "one", "Bound", "r1");
        wants(TWO, C2);

        assertThat(causes()).containsExactly(C1);
    }

    @Test
    void whatSomebodyElseWritesBetweenDoesNotFollowFromThat() {
        wants(TWO, C1);
        observed = new Carried("foreign", "one", "Bound", "r1");
        wants(TWO, C2);

        assertThat(causes()).containsExactly(C1);
    }

    @Test
    void aSecretThatAppearsForAMistakeIsNotItsRelease() {
        wants(TWO, C1);
        wants(new Carried("two", "two", "Bound", "r1"), C2);

        assertThat(causes()).containsExactly(C1, C2);
    }

    @Test
    void anOrderIsTheEnd() {
        wants(TWO, C1);
        lineage = Lineage.of(lineage, decision(new Carried("pin", "pin", "Pinned", null), C2), true, NOW);

        assertThat(causes()).containsExactly(C2);
    }

    @Test
    void anOrderIsTheEndAlsoWhereItWantsTheSame() {
        wants(TWO, C1);
        lineage = Lineage.of(lineage, decision(TWO, C2), true, NOW);

        assertThat(causes()).containsExactly(C2);
    }

    @Test
    void isBounded() {
        wants(TWO, C1);
        for (int i = 0; i < 1_000; i++) {
            wants(new Carried("two", "two", "Bound", "x" + i), new Cause.Coordinates("credentials", 0, 100 + i));
        }

        assertThat(lineage()).satisfies(of -> assertThat(of.links().size()).isLessThan(4 * Lineage.MAX_LINKS));
        assertThat(causes()).startsWith(C1).endsWith(new Cause.Coordinates("credentials", 0, 1_099));
    }

    private void wants(Carried desired, Cause cause) {
        lineage = Lineage.of(lineage, decision(desired, cause), false, NOW);
    }

    private Decision.Update decision(Carried desired, Cause cause) {
        return new Decision.Update(
                UpdateBuilder.of(new ObjectRef("kcp", "ns", "m"))
                        .annotations(observed.annotations(), desired.annotations())
                        .state(BindingState.BOUND)
                        .cause(cause)
                        .build(),
                List.of(
                        new Selector(Layer.INSTALL, observed.install(), desired.install()),
                        new Selector(Layer.CONFIG, observed.config(), desired.config())));
    }

    private Lineage lineage() {
        assertThat(lineage).isNotNull();
        return lineage;
    }

    private List<Cause> causes() {
        return lineage().causes();
    }
}
