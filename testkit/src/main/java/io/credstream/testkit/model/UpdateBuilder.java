package io.credstream.testkit.model;

import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision about a Manifest: the first attempt to give it what it is bound to. */
public final class UpdateBuilder {

    private final ObjectRef manifest;
    private String uid = "uid";
    private Version observed = new Version(1, "7");
    private boolean annotated = true;
    private List<LayerEdit> layers = List.of();
    private ManifestAnnotations expected = ManifestAnnotations.NONE;
    private ManifestAnnotations desired = ManifestAnnotations.NONE;
    private BindingState state = BindingState.BOUND;
    private int attempt = 1;
    private Cause cause = new Cause.Coordinates("credentials", 0, 7);

    private List<Cause> causes = List.of();
    private List<Cause> announced = List.of();
    private @Nullable Instant since;

    private UpdateBuilder(ObjectRef manifest) {
        this.manifest = manifest;
    }

    public static UpdateBuilder of(ObjectRef manifest) {
        return new UpdateBuilder(manifest);
    }

    /** {@return the same decision again, to be changed} */
    public static UpdateBuilder like(ManifestUpdate update) {
        return new UpdateBuilder(update.manifest())
                .uid(update.uid())
                .observed(update.observed())
                .annotated(update.annotated())
                .layers(update.layers())
                .annotations(update.expected(), update.desired())
                .state(update.state())
                .attempt(update.attempt())
                .cause(update.cause())
                .causes(update.causes(), update.since())
                .announced(update.announced());
    }

    public UpdateBuilder uid(String other) {
        uid = other;
        return this;
    }

    public UpdateBuilder observed(Version version) {
        observed = version;
        return this;
    }

    /** The Manifest has annotations, ours or not. */
    public UpdateBuilder annotated(boolean any) {
        annotated = any;
        return this;
    }

    public UpdateBuilder layers(List<LayerEdit> all) {
        layers = all;
        return this;
    }

    /** Its one edit is of the install layer. */
    public UpdateBuilder install(@Nullable String before, @Nullable String after) {
        return layers(List.of(new LayerEdit(Layer.INSTALL, before, after)));
    }

    public UpdateBuilder annotations(ManifestAnnotations before, ManifestAnnotations after) {
        expected = before;
        desired = after;
        return this;
    }

    public UpdateBuilder state(BindingState ofBinding) {
        state = ofBinding;
        return this;
    }

    public UpdateBuilder attempt(int number) {
        attempt = number;
        return this;
    }

    public UpdateBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    /** All that it follows from, as far as that is known since then. */
    public UpdateBuilder causes(List<Cause> all, @Nullable Instant begin) {
        causes = all;
        since = begin;
        return this;
    }

    /** Those of its causes that contribute nothing but a revision. */
    public UpdateBuilder announced(List<Cause> some) {
        announced = some;
        return this;
    }

    public ManifestUpdate build() {
        return new ManifestUpdate(
                manifest, uid, observed, annotated, layers, expected, desired, state, attempt, cause, causes, announced,
                since);
    }
}
