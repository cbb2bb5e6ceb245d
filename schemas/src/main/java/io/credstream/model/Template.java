package io.credstream.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ModuleTemplate, as far as credentials are concerned (R1–R6).
 *
 * @param component the component descriptor's name; absent when there is a {@code problem} with the whole descriptor, or it is
 *     empty because the registry has it
 * @param componentVersion the descriptor's version, or where it has none what R5 falls back to
 * @param moduleName for display and for choosing among several (R5)
 * @param channel likewise
 * @param repository what the layers are pulled from, {@code host[:port]/path} down to the component; absent when unknown
 * @param layers those with a blob to pull, at most one per {@link Layer}, in order
 * @param problem why nothing can be said about the template at all, for a person; absent when it is fine
 * @param refusals the first places at which lifecycle-manager refuses the whole template, at most {@link #MAX_REFUSALS}; none in
 *     records of the first schema
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
        List<Refusal> refusals,
        Cause cause)
        implements Versioned {

    /** A person mends them one after the other; a record must not grow with a template that is wrong everywhere. */
    public static final int MAX_REFUSALS = 5;

    public Template {
        layers = List.copyOf(layers);
        refusals = List.copyOf(refusals);
    }

    /** A template of which nothing is refused. */
    public Template(
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
            Cause cause) {
        this(
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
                List.of(),
                cause);
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
                refusals,
                cause);
    }

    /** One layer and its selector. */
    public record TemplateLayer(Layer layer, LayerSelector selector) {}
}
