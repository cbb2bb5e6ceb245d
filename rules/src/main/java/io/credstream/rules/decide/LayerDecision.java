package io.credstream.rules.decide;

import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestUpdate.LayerEdit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one layer of a Manifest (R10, R12, R15, R19).
 *
 * @param edit absent when the selector stays as it is, and {@code credstream.io/applied} does not speak of it; where it does, the
 *     selector is kept on the condition that it is the one observed, for whose it is follows from that
 * @param applied the hash of our selector on the layer afterwards; absent when none is ours
 * @param revision of the credentials that cover the layer; absent when none does
 * @param labelled whether the template says anything about the layer, be it nonsense, or a pin names a selector for it
 * @param ours whether the selector observed is ours
 */
record LayerDecision(
        @Nullable LayerEdit edit,
        @Nullable String applied,
        BindingState state,
        @Nullable String revision,
        boolean labelled,
        boolean ours) {

    /**
     * @param bound what the template says; absent when it has no such layer, which is as good as no label
     * @param applied what we wrote last
     */
    static LayerDecision of(ManifestLayer observed, Optional<BoundLayer> bound, Applied applied) {
        LayerSelector selector = bound.map(BoundLayer::selector).orElseGet(LayerSelector.Unlabelled::new);
        BindingState state = bound.map(BoundLayer::state).orElse(BindingState.UNLABELLED);
        return switch (selector) {
            case LayerSelector.Unlabelled unlabelled -> withdrawn(observed, state, applied);
            case LayerSelector.Invalid invalid -> kept(observed, state, null, true, applied);
            case LayerSelector.Labelled labelled -> {
                String desired = SelectorJson.of(labelled.selector());
                String revision = bound.map(BoundLayer::revision).orElse(null);
                yield carrying(observed, desired, state, revision, applied);
            }
        };
    }

    /**
     * Of a layer that is pinned: what it says is written over whatever is there, and is ours then. What says the same already
     * stays whose it is.
     *
     * @param selector absent when the layer is to carry none of ours
     */
    static LayerDecision pinned(ManifestLayer observed, @Nullable String selector, Applied applied) {
        return selector == null
                ? withdrawn(observed, BindingState.PINNED, applied)
                : carrying(observed, selector, BindingState.PINNED, null, applied);
    }

    /** Of a layer that nothing is known about: what is ours stays so. */
    static LayerDecision leftAlone(ManifestLayer observed, Applied applied) {
        return kept(observed, BindingState.NO_TEMPLATE, null, applied.owns(observed), applied);
    }

    private static LayerDecision withdrawn(ManifestLayer observed, BindingState state, Applied applied) {
        return applied.owns(observed)
                ? new LayerDecision(edit(observed, null), null, state, null, false, true)
                : kept(observed, state, null, false, applied);
    }

    private static LayerDecision carrying(
            ManifestLayer observed, String desired, BindingState state, @Nullable String revision, Applied applied) {
        return desired.equals(observed.canonical())
                ? kept(observed, state, revision, true, applied)
                : new LayerDecision(
                        edit(observed, desired), Applied.hash(desired), state, revision, true, applied.owns(observed));
    }

    private static LayerDecision kept(
            ManifestLayer observed, BindingState state, @Nullable String revision, boolean labelled, Applied applied) {
        boolean ours = applied.owns(observed);
        String hash = ours ? applied.hashes().get(observed.layer()) : null;
        return new LayerDecision(keep(observed, applied), hash, state, revision, labelled, ours);
    }

    private static @Nullable LayerEdit keep(ManifestLayer observed, Applied applied) {
        return applied.hashes().containsKey(observed.layer()) ? edit(observed, observed.selector()) : null;
    }

    /**
     * Of a layer of which all that is ours is taken back (R20). What somebody else asked for as well, and the template still does, is what
     * would be there without us: it is theirs from now on.
     */
    static LayerDecision withdrawn(ManifestLayer observed, Optional<BoundLayer> bound, Applied applied) {
        boolean ours = applied.owns(observed);
        boolean left = !observed.owners().isEmpty()
                && bound.filter(layer -> asksFor(layer.selector(), observed)).isPresent();
        return new LayerDecision(
                ours && !left ? edit(observed, null) : keep(observed, applied),
                null,
                BindingState.UNLABELLED,
                null,
                false,
                ours);
    }

    private static boolean asksFor(LayerSelector selector, ManifestLayer observed) {
        return selector instanceof LayerSelector.Labelled(LabelSelector labels)
                && SelectorJson.of(labels).equals(observed.canonical());
    }

    private static LayerEdit edit(ManifestLayer observed, @Nullable String desired) {
        return new LayerEdit(observed.layer(), observed.selector(), desired);
    }
}
