package io.credstream.sink.patch;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.testkit.model.UpdateBuilder;
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
        return UpdateBuilder.of(ObjectRef.parse(manifest))
                .uid(uid)
                .observed(new Version(1, "10"))
                .annotated(annotated)
                .layers(layers)
                .annotations(expected, desired)
                .cause(new Coordinates("credstream.credentials", 0, 7))
                .build();
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
        return new Decision(
                UpdateBuilder.like(first(manifest, "uid-1")).cause(change).build(), at(offset), Instant.EPOCH);
    }

    /** One of a processor that knows since {@code since} what decisions about the Manifest follow from. */
    public static Decision decision(String manifest, long offset, Instant since, Cause... changes) {
        return new Decision(
                UpdateBuilder.like(first(manifest, "uid-1"))
                        .cause(changes[changes.length - 1])
                        .causes(List.of(changes), since)
                        .build(),
                at(offset),
                Instant.EPOCH.plusSeconds(offset));
    }

    public static Coordinates at(long offset) {
        return new Coordinates("credstream.manifest-updates", 0, offset);
    }
}
