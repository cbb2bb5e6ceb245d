package io.credstream.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision: what a Manifest should become, given what was observed there.
 *
 * @param observed the version that the decision is based on
 * @param annotated whether {@code metadata.annotations} was there
 * @param layers what to change; may be empty when only annotations change
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

    /**
     * A change of one layer's {@code credSecretSelector}, as raw JSON.
     *
     * @param expected as observed; absent when the field was
     * @param desired as it should be; absent means that the field is removed
     */
    public record LayerEdit(
            Layer layer,
            @Nullable String expected,
            @Nullable String desired) {}
}
