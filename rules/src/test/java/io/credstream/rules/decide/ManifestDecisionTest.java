package io.credstream.rules.decide;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.TEST_OPERATOR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.carrying;
import static io.credstream.rules.Facts.invalidLayer;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ManifestDecisionTest {

    private static final LabelSelector FOREIGN = LabelSelector.of(Map.of("some", "body"));
    private static final String DESIRED = SelectorJson.of(TEST_OPERATOR);
    private static final String OURS = "install=" + Applied.hash(DESIRED);

    @Test
    void aBareManifestGetsTheSelectorAndOurAnnotations() {
        ManifestUpdate update = update(manifest(bare(Layer.INSTALL)).build(), binding(bound(Layer.INSTALL)));

        assertThat(update.edits()).containsExactly(new LayerEdit(Layer.INSTALL, null, DESIRED));
        assertThat(update.annotated()).isFalse();
        assertThat(update.expected()).isEqualTo(ManifestAnnotations.NONE);
        assertThat(update.desired().applied()).isEqualTo(OURS);
        assertThat(update.desired().revision()).isNotNull();
        assertThat(update.desired().state()).isEqualTo("Bound");
        assertThat(update.desired().cause()).isEqualTo("credentials-3@1234");
    }

    @Test
    void whatWasWrittenIsInOrderHoweverTheApiServerSpellsIt() {
        Manifest written = written(binding(bound(Layer.INSTALL)), bare(Layer.INSTALL));

        assertThat(decide(written, binding(bound(Layer.INSTALL))))
                .isEqualTo(new Decision.InOrder(BindingState.BOUND, written.annotations()));
    }

    @Nested
    class R10 {

        @Test
        void aSelectorIsPropagatedWhetherOrNotACredentialMatches() {
            Binding noMatch = binding(bound(Layer.INSTALL, TEST_OPERATOR, BindingState.NO_MATCH, null));

            ManifestUpdate update = update(manifest(bare(Layer.INSTALL)).build(), noMatch);

            assertThat(update.edits()).hasSize(1);
            assertThat(update.desired().state()).isEqualTo("NoMatch");
            assertThat(update.desired().revision()).isNull();
        }

        @Test
        void theStateIsThatOfTheWorstLayerThatTheManifestHas() {
            Binding binding =
                    binding(bound(Layer.INSTALL), bound(Layer.CONFIG, TEST_OPERATOR, BindingState.POISONED, null));

            assertThat(decide(manifest(bare(Layer.INSTALL), bare(Layer.CONFIG)).build(), binding)
                            .state())
                    .isEqualTo(BindingState.POISONED);
            assertThat(decide(manifest(bare(Layer.INSTALL)).build(), binding).state())
                    .isEqualTo(BindingState.BOUND);
        }

        @Test
        void anInvalidLabelLeavesTheSelectorAsItIsAndSaysSo() {
            Manifest manifest = manifest(carrying(Layer.INSTALL, TEST_OPERATOR))
                    .applied(OURS)
                    .build();

            ManifestUpdate update = update(manifest, binding(invalidLayer(Layer.INSTALL)));

            assertThat(update.edits()).isEmpty();
            assertThat(update.desired().applied()).isEqualTo(OURS);
            assertThat(update.desired().state()).isEqualTo("InvalidSelector");
        }

        @Test
        void anInvalidLabelSpoilsNoOtherLayer() {
            ManifestUpdate update = update(
                    manifest(bare(Layer.INSTALL), bare(Layer.CONFIG)).build(),
                    binding(invalidLayer(Layer.INSTALL), bound(Layer.CONFIG)));

            assertThat(update.edits()).extracting(LayerEdit::layer).containsExactly(Layer.CONFIG);
        }
    }

    @Nested
    class R12 {

        @Test
        void ourSelectorIsWithdrawnWithAllOurAnnotationsWhenTheLastLabelGoes() {
            Manifest written = written(binding(bound(Layer.INSTALL)), bare(Layer.INSTALL));

            ManifestUpdate update = update(written, binding());

            assertThat(update.edits())
                    .containsExactly(new LayerEdit(
                            Layer.INSTALL, written.layers().getFirst().selector(), null));
            assertThat(update.desired()).isEqualTo(ManifestAnnotations.NONE);
        }

        @Test
        void ourSelectorIsWithdrawnFromOneLayerAndItsHashWithIt() {
            Manifest written = written(
                    binding(bound(Layer.INSTALL), bound(Layer.CONFIG)), bare(Layer.INSTALL), bare(Layer.CONFIG));

            ManifestUpdate update = update(written, binding(bound(Layer.INSTALL)));

            assertThat(update.edits()).extracting(LayerEdit::layer).containsExactly(Layer.CONFIG);
            assertThat(update.desired().applied()).isEqualTo(OURS);
        }

        @Test
        void whatStaysOursIsExpectedToBeThereStill() {
            Manifest written = written(
                    binding(bound(Layer.INSTALL), bound(Layer.CONFIG)), bare(Layer.INSTALL), bare(Layer.CONFIG));

            ManifestUpdate update = update(written, binding(bound(Layer.INSTALL)));

            String there = written.layers().getFirst().selector();
            assertThat(update.layers()).contains(new LayerEdit(Layer.INSTALL, there, there));
        }

        @Test
        void whatWasOursIsExpectedToBeSomebodyElsesStill() {
            Manifest overwritten =
                    manifest(carrying(Layer.INSTALL, FOREIGN)).applied(OURS).build();

            ManifestUpdate update =
                    ((Decision.Update) ManifestDecision.withdrawn(overwritten, Optional.empty(), CAUSE)).update();

            String there = overwritten.layers().getFirst().selector();
            assertThat(update.edits()).isEmpty();
            assertThat(update.layers()).containsExactly(new LayerEdit(Layer.INSTALL, there, there));
        }

        @Test
        void aForeignSelectorThatStaysIsNotOurConcern() {
            Manifest shared = manifest(carrying(Layer.INSTALL, TEST_OPERATOR), carrying(Layer.CONFIG, FOREIGN))
                    .applied(OURS)
                    .build();

            ManifestUpdate update = update(shared, binding(bound(Layer.INSTALL), invalidLayer(Layer.CONFIG)));

            assertThat(update.edits()).isEmpty();
            assertThat(update.layers()).extracting(LayerEdit::layer).containsExactly(Layer.INSTALL);
        }

        @Test
        void aForeignSelectorWithoutALabelIsLeftAlone() {
            Manifest foreign = manifest(carrying(Layer.INSTALL, FOREIGN)).build();

            assertThat(decide(foreign, binding()))
                    .isEqualTo(new LeaveAlone(BindingState.UNLABELLED, Reason.NOT_CONCERNED));
        }

        @Test
        void aSelectorThatSomebodyChangedIsNoLongerOursAndOurWordsAreTakenBack() {
            Manifest changed =
                    manifest(carrying(Layer.INSTALL, FOREIGN)).applied(OURS).build();

            ManifestUpdate update = update(changed, binding());

            assertThat(update.edits()).isEmpty();
            assertThat(update.desired()).isEqualTo(ManifestAnnotations.NONE);
        }

        @Test
        void evenACauseAloneIsTakenBack() {
            Manifest left = manifest(carrying(Layer.INSTALL, FOREIGN))
                    .annotations(new ManifestAnnotations(null, null, null, "credentials-3@1234"))
                    .build();

            assertThat(update(left, binding()).desired()).isEqualTo(ManifestAnnotations.NONE);
        }

        @Test
        void whatSomebodyElseWroteAlikeDoesNotBecomeOurs() {
            Manifest alike = manifest(carrying(Layer.INSTALL, TEST_OPERATOR)).build();

            ManifestUpdate update = update(alike, binding(bound(Layer.INSTALL)));

            assertThat(update.edits()).isEmpty();
            assertThat(update.desired().applied()).isNull();
            assertThat(update.desired().state()).isEqualTo("Bound");
        }

        @Test
        void garbageInTheAnnotationOwnsNothingAndIsReplaced() {
            Manifest manifest = manifest(bare(Layer.INSTALL)).applied("{}").build();

            assertThat(update(manifest, binding(bound(Layer.INSTALL))).desired().applied())
                    .isEqualTo(OURS);
        }
    }

    @Nested
    class R13 {

        @Test
        void aManifestThatIsBeingDeletedIsLeftAlone() {
            assertThat(decide(manifest(bare(Layer.INSTALL)).deleting().build(), binding(bound(Layer.INSTALL))))
                    .isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.DELETING));
        }

        @Test
        void aManifestThatSkipsReconciliationIsLeftAlone() {
            assertThat(decide(
                            manifest(bare(Layer.INSTALL)).skipReconciliation().build(), binding(bound(Layer.INSTALL))))
                    .isEqualTo(new LeaveAlone(BindingState.BOUND, Reason.SKIP_RECONCILIATION));
        }

        @Test
        void aLayerThatTheManifestLacksIsLeftAlone() {
            Binding onlyConfig = binding(bound(Layer.CONFIG));

            assertThat(decide(manifest(bare(Layer.INSTALL)).build(), onlyConfig))
                    .isEqualTo(new LeaveAlone(BindingState.UNLABELLED, Reason.NOT_CONCERNED));
        }
    }

    @Nested
    class R14 {

        @Test
        void aRotationChangesTheRevisionAndNothingElse() {
            Manifest written = written(binding(bound(Layer.INSTALL)), bare(Layer.INSTALL));
            Binding rotated = binding(bound(Layer.INSTALL, TEST_OPERATOR, BindingState.BOUND, "r2"));

            ManifestUpdate update = update(written, rotated);

            assertThat(update.edits()).isEmpty();
            assertThat(update.desired().revision())
                    .isNotEqualTo(written.annotations().revision());
            assertThat(update.desired().applied())
                    .isEqualTo(written.annotations().applied());
        }

        @Test
        void aCauseIsNeverItselfAReasonToWrite() {
            Manifest written = written(binding(bound(Layer.INSTALL)), bare(Layer.INSTALL));

            Decision decision = ManifestDecision.decide(
                    written, List.of(binding(bound(Layer.INSTALL))), new Cause.Coordinates("other", 0, 1));

            assertThat(decision).isInstanceOf(Decision.InOrder.class);
        }
    }

    @Nested
    class R15 {

        @Test
        void aSelectorIsReplacedWholeGuardedByWhatWasObservedThere() {
            ManifestLayer foreign = carrying(Layer.INSTALL, FOREIGN);

            ManifestUpdate update = update(manifest(foreign).build(), binding(bound(Layer.INSTALL)));

            assertThat(update.edits()).containsExactly(new LayerEdit(Layer.INSTALL, foreign.selector(), DESIRED));
        }
    }

    private static Decision decide(Manifest manifest, Binding binding) {
        return ManifestDecision.decide(manifest, List.of(binding), CAUSE);
    }

    private static ManifestUpdate update(Manifest manifest, Binding binding) {
        if (decide(manifest, binding) instanceof Decision.Update(ManifestUpdate update, var ends)) {
            return update;
        }
        throw new AssertionError("no update");
    }

    /** A Manifest with these layers after the update that the binding leads to. */
    private static Manifest written(Binding binding, ManifestLayer... layers) {
        ManifestUpdate update = update(manifest(layers).build(), binding);
        ManifestLayer[] after = update.edits().stream()
                .map(edit -> spaced(edit.layer(), Objects.requireNonNull(edit.desired())))
                .toArray(ManifestLayer[]::new);
        return manifest(after).annotations(update.desired()).at("8").build();
    }

    private static ManifestLayer spaced(Layer layer, String canonical) {
        return new ManifestLayer(layer, canonical.replace(":", ": "), canonical);
    }
}
