package io.credstream.audit.answer;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template's layers with the credentials that they select.
 *
 * @param scope on whose Manifests it has an effect
 * @param state of the worst layer
 * @param record of the template
 */
public record BindingAnswer(
        ObjectRef template,
        Scope scope,
        @Nullable String component,
        @Nullable String componentVersion,
        @Nullable String moduleName,
        @Nullable String channel,
        BindingState state,
        List<BoundLayer> layers,
        Coordinates record,
        Instant recordedAt) {

    public BindingAnswer {
        layers = List.copyOf(layers);
    }

    public static BindingAnswer of(Binding binding, TopicRecord.Value<Template> template) {
        return new BindingAnswer(
                binding.template(),
                binding.scope(),
                binding.component(),
                binding.componentVersion(),
                binding.moduleName(),
                binding.channel(),
                binding.state(),
                binding.layers(),
                template.at(),
                template.time());
    }
}
