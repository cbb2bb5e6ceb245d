package io.credstream.rules.decide;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.TEST_OPERATOR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.carrying;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.credstream.model.BindingState;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.Pin;
import io.credstream.model.Pin.PinnedLayer;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R19. */
class PinnedManifestTest {

    private static final LabelSelector OLD = LabelSelector.of(Map.of("cred", "old"));
    private static final LabelSelector FOREIGN = LabelSelector.of(Map.of("some", "body"));
    private static final String THEN = SelectorJson.of(OLD);
    private static final String NOW = SelectorJson.of(TEST_OPERATOR);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Decisions decisions = new Decisions();

    @BeforeEach
    void aTemplate() {
        decisions.put(binding(bound(Layer.INSTALL), bound(Layer.CONFIG)));
    }

    @Test
    void carriesThePinnedSelectorWhateverItsTemplateSays() {
        Manifest ours = manifest(carrying(Layer.INSTALL, TEST_OPERATOR))
                .applied("install=" + Applied.hash(NOW))
                .build();
        decisions.put(ours);
        assertThat(decisions.put(pin(pinned(Layer.INSTALL, THEN)))).containsExactly(ours.ref());

        ManifestUpdate update = update();

        assertThat(update.edits()).containsExactly(edit(ours, THEN));
        assertThat(update.desired())
                .isEqualTo(new ManifestAnnotations("install=" + Applied.hash(THEN), null, "Pinned", CAUSE.describe()));
        decisions.put(written(update, OLD));
        assertThat(decide()).isInstanceOf(Decision.InOrder.class).returns(BindingState.PINNED, Decision::state);
    }

    @Test
    void carriesItInPlaceOfAForeignOneAndWithoutAnyTemplate() {
        decisions.removeBinding(binding().scope(), binding().template());
        Manifest foreign = manifest(carrying(Layer.INSTALL, FOREIGN)).build();
        decisions.put(foreign);
        decisions.put(pin(pinned(Layer.INSTALL, THEN)));

        assertThat(update().edits()).containsExactly(edit(foreign, THEN));
    }

    @Test
    void losesWhatIsOursAndNoOthersWhereNothingIsPinned() {
        Manifest ours = manifest(carrying(Layer.INSTALL, TEST_OPERATOR), carrying(Layer.CONFIG, FOREIGN))
                .applied("install=" + Applied.hash(NOW))
                .build();
        decisions.put(ours);
        decisions.put(pin(pinned(Layer.INSTALL, null), pinned(Layer.CONFIG, null)));

        assertThat(update().edits()).containsExactly(edit(ours, null));
        assertThat(update().desired()).isEqualTo(ManifestAnnotations.NONE);
    }

    @Test
    void followsItsTemplateOnLayersThatAreNotPinned() {
        decisions.put(manifest(bare(Layer.INSTALL), bare(Layer.CONFIG)).build());
        decisions.put(pin(pinned(Layer.INSTALL, THEN)));

        assertThat(update().edits())
                .extracting(LayerEdit::layer, LayerEdit::desired)
                .containsExactly(tuple(Layer.INSTALL, THEN), tuple(Layer.CONFIG, NOW));
    }

    @Test
    void keepsWhatIsOursOnThemWithoutATemplate() {
        decisions.removeBinding(binding().scope(), binding().template());
        decisions.put(manifest(bare(Layer.INSTALL), carrying(Layer.CONFIG, TEST_OPERATOR))
                .applied("config=" + Applied.hash(NOW))
                .build());
        decisions.put(pin(pinned(Layer.INSTALL, THEN)));

        assertThat(update().edits()).extracting(LayerEdit::layer).containsExactly(Layer.INSTALL);
        assertThat(update().desired().applied())
                .isEqualTo("install=" + Applied.hash(THEN) + ",config=" + Applied.hash(NOW));
    }

    @Test
    void whatSaysTheSameAlreadyStaysWhoseItIs() {
        decisions.put(manifest(carrying(Layer.INSTALL, OLD)).build());
        decisions.put(pin(pinned(Layer.INSTALL, THEN)));

        assertThat(update().edits()).isEmpty();
        assertThat(update().desired().applied()).isNull();
    }

    @Test
    void isLeftAloneWhileItMustNotBeWritten() {
        decisions.put(pin(pinned(Layer.INSTALL, THEN)));
        decisions.put(manifest(bare(Layer.INSTALL)).deleting().build());
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.PINNED, Reason.DELETING));
        decisions.put(manifest(bare(Layer.INSTALL)).skipReconciliation().build());
        assertThat(decide()).isEqualTo(new LeaveAlone(BindingState.PINNED, Reason.SKIP_RECONCILIATION));
    }

    @Test
    void followsItsTemplateAgainOnceThePinIsReleasedOrRemoved() {
        Pin pin = pin(pinned(Layer.INSTALL, THEN));
        decisions.put(manifest(bare(Layer.INSTALL)).build());
        decisions.put(pin);
        decisions.put(written(update(), OLD));

        assertThat(decisions.put(pin.released(new Pin.Release("alice", "mended", START))))
                .containsExactly(pin.manifest());

        assertThat(update().edits()).extracting(LayerEdit::desired).containsExactly(NOW);
        assertThat(decisions.pin(pin.manifest())).isEmpty();
        decisions.put(pin);
        assertThat(decisions.removePin(pin.manifest())).containsExactly(pin.manifest());
        assertThat(decide().state()).isEqualTo(BindingState.BOUND);
    }

    @Test
    void losesWhatAPinLeftBehindWhereNoTemplateAsksForAnything() {
        decisions.put(binding());
        ManifestAnnotations left = new ManifestAnnotations(null, null, "Pinned", null);
        decisions.put(
                manifest(carrying(Layer.INSTALL, FOREIGN)).annotations(left).build());

        assertThat(update().edits()).isEmpty();
        assertThat(update().desired()).isEqualTo(ManifestAnnotations.NONE);
    }

    private Decision decide() {
        return decisions.decide(manifest().build().ref(), CAUSE);
    }

    private ManifestUpdate update() {
        return ((Decision.Update) decide()).update();
    }

    private static Manifest written(ManifestUpdate update, LabelSelector selector) {
        return manifest(carrying(Layer.INSTALL, selector))
                .annotations(update.desired())
                .build();
    }

    private static LayerEdit edit(Manifest manifest, @Nullable String desired) {
        ManifestLayer layer = manifest.layers().getFirst();
        return new LayerEdit(layer.layer(), layer.selector(), desired);
    }

    private static PinnedLayer pinned(Layer layer, @Nullable String selector) {
        return new PinnedLayer(layer, selector);
    }

    private static Pin pin(PinnedLayer... layers) {
        return new Pin(manifest().build().ref(), List.of(layers), START, "alice", "outage", START, null, null);
    }
}
