package io.credstream.rules.bind;

import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.LayerSelector;
import io.credstream.model.Template.TemplateLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the credentials that a layer's selector matches amount to (R7, R10). */
final class BoundLayers {
    private BoundLayers() {}

    /**
     * @param repository what the layer is pulled from; absent when unknown
     * @param matches the credentials that its selector matches, in order; none unless it has one
     * @param searched the namespaces in which they were looked for
     */
    static BoundLayer bind(
            TemplateLayer layer, @Nullable String repository, List<Credential> matches, List<String> searched) {
        return switch (layer.selector()) {
            case LayerSelector.Unlabelled unlabelled -> without(layer, BindingState.UNLABELLED);
            case LayerSelector.Invalid invalid -> without(layer, BindingState.INVALID_SELECTOR);
            case LayerSelector.Labelled labelled -> {
                Keychain keychain = Keychain.resolve(repository, matches);
                yield new BoundLayer(
                        layer.layer(),
                        labelled,
                        state(matches, keychain),
                        keychain.revision(),
                        matches.stream().map(c -> match(c, keychain)).toList(),
                        searched);
            }
        };
    }

    private static BoundLayer without(TemplateLayer layer, BindingState state) {
        return new BoundLayer(layer.layer(), layer.selector(), state, null, List.of(), List.of());
    }

    private static Match match(Credential credential, Keychain keychain) {
        return new Match(credential.ref(), keychain.covering().get(credential.ref()), credential.problem());
    }

    /** Lifecycle-manager ignores a Secret of a wrong type or without data, but fails on one that it cannot parse. */
    private static BindingState state(List<Credential> matches, Keychain keychain) {
        if (matches.isEmpty()) {
            return BindingState.NO_MATCH;
        }
        if (matches.stream().allMatch(c -> c.problem() != null)) {
            return BindingState.UNUSABLE;
        }
        if (matches.stream().anyMatch(c -> c.problem() == Problem.MALFORMED)) {
            return BindingState.POISONED;
        }
        if (keychain.used().isEmpty()) {
            return BindingState.NOT_COVERED;
        }
        return keychain.ambiguous() ? BindingState.AMBIGUOUS : BindingState.BOUND;
    }
}
