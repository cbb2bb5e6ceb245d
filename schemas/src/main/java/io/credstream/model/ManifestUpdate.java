package io.credstream.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision: what a Manifest should become, given what was observed there.
 *
 * @param observed the version that the decision is based on
 * @param annotated whether {@code metadata.annotations} was there
 * @param layers what to change, and what to keep: each layer whose selector {@code desired} calls ours is among them, so that it is
 *     ours only if it still is what was observed; decisions of older releases lack those to keep
 * @param expected our annotations as observed
 * @param desired our annotations as they should be; an absent one is removed
 * @param state what the credentials amount to
 * @param attempt 1 for the first time that this very decision is sent, then counting
 * @param cause the record that made this change necessary
 */
public record ManifestUpdate(
        ObjectRef manifest,
        String uid,
        Version observed,
        boolean annotated,
        List<LayerEdit> layers,
        ManifestAnnotations expected,
        ManifestAnnotations desired,
        BindingState state,
        int attempt,
        Cause cause) {

    public ManifestUpdate {
        layers = List.copyOf(layers);
    }

    /** The layers whose selector changes; empty when only annotations change. */
    public List<LayerEdit> edits() {
        return layers.stream().filter(LayerEdit::changes).toList();
    }

    /**
     * A change of one layer's {@code credSecretSelector}, as raw JSON.
     *
     * @param expected as observed; absent when the field was
     * @param desired as it should be; absent means that the field is removed, and what is expected that it is kept
     */
    public record LayerEdit(
            Layer layer,
            @Nullable String expected,
            @Nullable String desired) {

        /** Whether it is more than an expectation. */
        public boolean changes() {
            return !Objects.equals(expected, desired);
        }
    }
}
