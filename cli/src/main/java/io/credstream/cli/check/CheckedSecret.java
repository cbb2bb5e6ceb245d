package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.LabelSelector;
import io.credstream.projection.Exclusion;
import io.credstream.projection.Kyma;
import io.credstream.projection.SecretSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Secret that could be a credential.
 *
 * @param credential what it is, wherever it stands
 * @param selector of the Secrets that are asked for
 * @param exclusions why it does not count; empty if it does
 */
record CheckedSecret(
        KubernetesObject object, Credential credential, SecretSelector selector, List<Exclusion> exclusions) {

    /** The label that the guide has for the purpose. */
    static final String SELECTOR_LABEL = Kyma.GROUP + "/" + Kyma.OCI_REGISTRY_CRED;

    CheckedSecret {
        exclusions = List.copyOf(exclusions);
    }

    boolean counts() {
        return exclusions.isEmpty();
    }

    /** What excludes it, to be read after its name. */
    String reasons() {
        return exclusions.stream()
                .map(exclusion -> ExclusionText.reason(exclusion, object))
                .collect(Collectors.joining(" and "));
    }

    /** What to do about it. */
    String fixes() {
        return exclusions.stream().map(ExclusionText::fix).collect(Collectors.joining(", and "));
    }

    /** {@code namespace/name}. */
    String name() {
        return credential.ref().namespace() + "/" + credential.ref().name();
    }

    /** Whether somebody meant it to be a credential: clusters are full of Secrets that have nothing to do with registries. */
    boolean isMeant() {
        return credential.labels().containsKey(SELECTOR_LABEL) || credential.problem() != Problem.WRONG_TYPE;
    }

    /** The selector that a template should have to find it: by the label for the purpose, else by all that it has of its own. */
    Optional<LabelSelector> wantedSelector() {
        Map<String, String> own = credential.labels().entrySet().stream()
                .filter(label -> credential.labels().containsKey(SELECTOR_LABEL)
                        ? label.getKey().equals(SELECTOR_LABEL)
                        : !selector.concerns(label.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return own.isEmpty() ? Optional.empty() : Optional.of(LabelSelector.of(own));
    }
}
