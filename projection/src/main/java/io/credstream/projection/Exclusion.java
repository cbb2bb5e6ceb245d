package io.credstream.projection;

import io.credstream.model.Cluster.Role;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why ingest reports nothing of an object: it does not ask for it, or it does not count. */
public sealed interface Exclusion {

    /**
     * A Secret that the selector does not select.
     *
     * @param unmet what it demands
     * @param present the value of that label; {@code null} where the Secret does not have it
     */
    record Unselected(Requirement unmet, @Nullable String present) implements Exclusion {}

    /**
     * A Secret in a namespace that the fleet does not allow (R7).
     *
     * @param allowed where Secrets count
     */
    record OtherNamespace(String namespace, List<String> allowed) implements Exclusion {
        public OtherNamespace {
            allowed = List.copyOf(allowed);
        }
    }

    /** A Secret that is the kubeconfig of a runtime (R7). */
    record Kubeconfig() implements Exclusion {}

    /** A template that lifecycle-manager copied to the runtime (R6). */
    record CatalogCopy() implements Exclusion {}

    /** A Manifest on a runtime: they are read and written on control planes only. */
    record ManifestOnRuntime() implements Exclusion {}

    /** All reasons, none for an object that is reported. */
    static List<Exclusion> of(Kind kind, Observed object, SecretSelector selector) {
        return switch (kind) {
            case SECRET -> ofSecret(object, selector);
            case MODULE_TEMPLATE -> TemplateProjection.isCatalogCopy(object) ? List.of(new CatalogCopy()) : List.of();
            case MANIFEST -> object.cluster().role() == Role.RUNTIME ? List.of(new ManifestOnRuntime()) : List.of();
        };
    }

    private static List<Exclusion> ofSecret(Observed secret, SecretSelector selector) {
        Map<String, String> labels = secret.labels();
        List<Exclusion> reasons = new ArrayList<>();
        selector.unmet(labels).forEach(unmet -> reasons.add(new Unselected(unmet, labels.get(unmet.key()))));
        secret.ref()
                .map(ObjectRef::namespace)
                .filter(namespace -> !secret.cluster().allows(namespace))
                .ifPresent(namespace -> reasons.add(
                        new OtherNamespace(namespace, secret.cluster().namespaces())));
        if (labels.containsKey(Kyma.KYMA_NAME)) {
            reasons.add(new Kubeconfig());
        }
        return reasons;
    }
}
