package io.credstream.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ModuleTemplate, as far as credentials are concerned (R1–R6).
 *
 * @param component the component descriptor's name; absent when there is a {@code problem} with the whole descriptor
 * @param componentVersion the descriptor's version, or where it has none what R5 falls back to
 * @param moduleName for display and for choosing among several (R5)
 * @param channel likewise
 * @param repository what the layers are pulled from, {@code host[:port]/path} down to the component; absent when unknown
 * @param layers those with a blob to pull, at most one per {@link Layer}, in order
 * @param problem why nothing can be said about the template at all, for a person; absent when it is fine
 */
public record Template(
        ObjectRef ref,
        String uid,
        Version version,
        @Nullable String component,
        @Nullable String componentVersion,
        @Nullable String moduleName,
        @Nullable String channel,
        boolean mandatory,
        @Nullable String repository,
        List<TemplateLayer> layers,
        @Nullable String problem,
        Cause cause)
        implements Versioned {

    public Template {
        layers = List.copyOf(layers);
    }

    @Override
    public Template observedAt(Version version, Cause cause) {
        return new Template(
                ref,
                uid,
                version,
                component,
                componentVersion,
                moduleName,
                channel,
                mandatory,
                repository,
                layers,
                problem,
                cause);
    }

    /** One layer and its selector. */
    public record TemplateLayer(Layer layer, LayerSelector selector) {}
}
