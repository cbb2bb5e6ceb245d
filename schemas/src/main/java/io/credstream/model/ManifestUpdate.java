package io.credstream.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision: what a Manifest should become, given what was observed there.
 *
 * @param observed the version that the decision is based on
 * @param annotated whether {@code metadata.annotations} was there
 * @param layers what to change, and what to keep: each layer that is observed to be spoken of by {@code credstream.io/applied} is
 *     among them, for whose its selector is was judged by what was observed; decisions of older releases lack those to keep
 * @param expected our annotations as observed
 * @param desired our annotations as they should be; an absent one is removed
 * @param state what the credentials amount to
 * @param attempt 1 for the first time that this very decision is sent, then counting
 * @param cause the record that made this very decision necessary
 * @param causes every change that contributes to what is to be written, first come first (R21); empty in records of builds that knew
 *     of {@code cause} only
 * @param announced those of {@code causes} that contribute nothing but another revision
 * @param since from when on it is known what decisions about the Manifest follow from; where it differs from that of the decision before,
 *     the processor did not know of that one. Absent in records of such builds
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
        Cause cause,
        List<Cause> causes,
        List<Cause> announced,
        @Nullable Instant since) {

    public ManifestUpdate {
        layers = List.copyOf(layers);
        causes = List.copyOf(causes);
        announced = List.copyOf(announced);
    }

    /** One that follows from one cause, as far as is known. */
    public ManifestUpdate(
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
        this(
                manifest, uid, observed, annotated, layers, expected, desired, state, attempt, cause, List.of(),
                List.of(), null);
    }

    /** The layers whose selector changes; empty when only annotations change. */
    public List<LayerEdit> edits() {
        return layers.stream().filter(LayerEdit::changes).toList();
    }

    /** What has to be released before it may be written, if it is held (R21): all that contributes to it. */
    public List<Cause> changes() {
        return causes.isEmpty() ? List.of(cause) : causes;
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
