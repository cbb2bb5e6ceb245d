package io.credstream.model;

import io.credstream.model.Credential.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A template's layers with the credentials that they select, for the decide stage.
 *
 * @param template where the template is; with {@code scope} the key
 * @param layers in order
 */
public record Binding(
        Scope scope,
        ObjectRef template,
        @Nullable String component,
        @Nullable String componentVersion,
        @Nullable String moduleName,
        @Nullable String channel,
        List<BoundLayer> layers,
        Cause cause) {

    public Binding {
        Objects.requireNonNull(scope);
        Objects.requireNonNull(template);
        layers = List.copyOf(layers);
        Objects.requireNonNull(cause);
    }

    /** The worst of the layers; {@code UNLABELLED} without any. */
    public BindingState state() {
        return layers.stream().map(BoundLayer::state).reduce(BindingState.UNLABELLED, BindingState::worse);
    }

    /**
     * One layer.
     *
     * @param revision a digest of the content of the credentials that cover the layer; absent when none does
     * @param matches every credential that the selector matches, in order
     * @param searched the namespaces in which credentials were looked for
     */
    public record BoundLayer(
            Layer layer,
            LayerSelector selector,
            BindingState state,
            @Nullable String revision,
            List<Match> matches,
            List<String> searched) {
        public BoundLayer {
            Objects.requireNonNull(layer);
            Objects.requireNonNull(selector);
            Objects.requireNonNull(state);
            matches = List.copyOf(matches);
            searched = List.copyOf(searched);
        }
    }

    /**
     * A credential that a selector matches.
     *
     * @param registry the entry that covers the layer's registry; absent when none does
     * @param problem why the credential is of no use; absent when it is fine
     */
    public record Match(ObjectRef credential, @Nullable String registry, @Nullable Problem problem) {
        public Match {
            Objects.requireNonNull(credential);
        }
    }
}
