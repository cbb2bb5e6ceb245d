package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Manifest: its identity (R9), what to leave alone (R13), its layers as observed, and the verdict on it (R18). */
final class ManifestProjection {
    /**
     * Longest raw selector that is kept, in characters. Whoever writes a longer one into a field without a schema makes no
     * record too large to be sent: the layer counts as lacking, and so is left alone.
     */
    static final int MAX_SELECTOR = 16_384;

    private static final String SELECTOR = "credSecretSelector";

    private ManifestProjection() {}

    static Optional<Manifest> of(Observed manifest) {
        return manifest.ref().map(ref -> manifest(manifest, ref));
    }

    private static Manifest manifest(Observed manifest, ObjectRef ref) {
        return new Manifest(
                ref,
                manifest.uid(),
                manifest.version(),
                manifest.annotation(Kyma.FQDN),
                Json.text(manifest.spec().path("version")),
                manifest.label(Kyma.MODULE_NAME),
                manifest.label(Kyma.CHANNEL),
                manifest.label(Kyma.KYMA_NAME),
                Kyma.TRUE.equals(manifest.annotation(Kyma.REMOTE_TEMPLATE)),
                !Json.isAbsent(manifest.metadata().path("deletionTimestamp")),
                Kyma.TRUE.equals(manifest.label(Kyma.SKIP_RECONCILIATION)),
                manifest.annotations().isObject(),
                layers(manifest),
                ours(manifest),
                VerdictProjection.of(manifest),
                null,
                null,
                manifest.cause());
    }

    private static List<ManifestLayer> layers(Observed manifest) {
        List<ManifestLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            layer(layer, manifest).ifPresent(layers::add);
        }
        return layers;
    }

    private static List<String> path(Layer layer) {
        return switch (layer) {
            case INSTALL -> List.of("install", "source");
            case CONFIG -> List.of("config");
        };
    }

    private static Optional<ManifestLayer> layer(Layer layer, Observed manifest) {
        JsonNode source = manifest.spec();
        for (String field : path(layer)) {
            source = source.path(field);
        }
        JsonNode selector = source.path(SELECTOR);
        if (!source.isObject()) {
            return Optional.empty();
        }
        if (Json.isAbsent(selector)) {
            return Optional.of(new ManifestLayer(layer, null, null));
        }
        String raw = selector.toString();
        return raw.length() <= MAX_SELECTOR
                ? Optional.of(new ManifestLayer(layer, raw, CanonicalJson.of(selector), owners(layer, manifest)))
                : Optional.empty();
    }

    private static List<String> owners(Layer layer, Observed manifest) {
        List<String> field = new ArrayList<>(List.of("spec"));
        field.addAll(path(layer));
        field.add(SELECTOR);
        return FieldOwners.of(manifest.metadata().path("managedFields"), field);
    }

    /** As observed, even where empty: a patch tests for what is there. */
    private static ManifestAnnotations ours(Observed manifest) {
        JsonNode annotations = manifest.annotations();
        return new ManifestAnnotations(
                annotations.path(ManifestAnnotations.APPLIED).textValue(),
                annotations.path(ManifestAnnotations.REVISION).textValue(),
                annotations.path(ManifestAnnotations.STATE).textValue(),
                annotations.path(ManifestAnnotations.CAUSE).textValue());
    }
}
