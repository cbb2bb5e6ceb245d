package io.credstream.sink.patch;

import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions to test with. */
public final class Updates {

    public static final String SELECTOR =
            "{\"matchLabels\":{\"operator.kyma-project.io/oci-registry-cred\":\"test-operator\"}}";
    public static final ManifestAnnotations DESIRED =
            new ManifestAnnotations("install=h1", "r1", "Bound", "credentials-0@7");

    private Updates() {}

    /** The first write to a Manifest without annotations. */
    public static ManifestUpdate first(String manifest, String uid) {
        return update(
                manifest,
                uid,
                false,
                List.of(new LayerEdit(Layer.INSTALL, null, SELECTOR)),
                ManifestAnnotations.NONE,
                DESIRED);
    }

    public static ManifestUpdate update(
            String manifest,
            String uid,
            boolean annotated,
            List<LayerEdit> layers,
            ManifestAnnotations expected,
            ManifestAnnotations desired) {
        return new ManifestUpdate(
                ObjectRef.parse(manifest),
                uid,
                new Version(1, "10"),
                annotated,
                layers,
                expected,
                desired,
                BindingState.BOUND,
                1,
                new Coordinates("credstream.credentials", 0, 7));
    }

    public static ManifestAnnotations annotations(
            @Nullable String applied, @Nullable String revision, @Nullable String state, @Nullable String cause) {
        return new ManifestAnnotations(applied, revision, state, cause);
    }

    public static Decision decision(String manifest, long offset) {
        return new Decision(first(manifest, "uid-1"), at(offset), Instant.EPOCH);
    }

    /** One of a change of a template. */
    public static Decision decision(String manifest, long offset, Cause change) {
        ManifestUpdate u = first(manifest, "uid-1");
        return new Decision(
                new ManifestUpdate(
                        u.manifest(),
                        u.uid(),
                        u.observed(),
                        u.annotated(),
                        u.layers(),
                        u.expected(),
                        u.desired(),
                        u.state(),
                        u.attempt(),
                        change),
                at(offset),
                Instant.EPOCH);
    }

    public static Coordinates at(long offset) {
        return new Coordinates("credstream.manifest-updates", 0, offset);
    }
}
