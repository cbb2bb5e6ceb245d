package io.credstream.audit.plan;

import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.rules.decide.Decision;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Manifest ends up with.
 *
 * @param selectors per layer that it has, {@code credSecretSelector} as JSON, or {@code null} for none
 * @param revision of its credentials, as announced
 */
public record Target(
        Map<Layer, @Nullable String> selectors, @Nullable String revision) {

    public Target {
        selectors = Collections.unmodifiableMap(new EnumMap<>(selectors));
    }

    /** If a decision is carried out. */
    public static Target of(Manifest manifest, Decision decision) {
        Map<Layer, @Nullable String> selectors = new EnumMap<>(Layer.class);
        manifest.layers().forEach(layer -> selectors.put(layer.layer(), layer.canonical()));
        return switch (decision) {
            case Decision.Update(ManifestUpdate update, var ends) -> {
                update.edits().forEach(edit -> selectors.put(edit.layer(), edit.desired()));
                yield new Target(selectors, update.desired().revision());
            }
            case Decision.InOrder inOrder -> observed(selectors, manifest.annotations());
            case Decision.LeaveAlone leftAlone -> observed(selectors, manifest.annotations());
        };
    }

    /** Whether a layer that selects a credential in the other selects none here. */
    boolean hasLostASelectorOf(Target before) {
        return before.selectors.entrySet().stream()
                .anyMatch(layer -> layer.getValue() != null
                        && selectors.containsKey(layer.getKey())
                        && selectors.get(layer.getKey()) == null);
    }

    private static Target observed(Map<Layer, @Nullable String> selectors, ManifestAnnotations annotations) {
        return new Target(selectors, annotations.revision());
    }
}
