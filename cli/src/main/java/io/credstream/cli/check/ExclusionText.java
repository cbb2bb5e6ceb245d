package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.projection.Exclusion;
import io.credstream.projection.Kyma;
import java.util.List;

/** Why an object is not reported, and what to do about it, for people. */
final class ExclusionText {
    private ExclusionText() {}

    /** After the object's name. */
    static String reason(Exclusion exclusion, KubernetesObject object) {
        return switch (exclusion) {
            case Exclusion.Unselected(Requirement unmet, String present) ->
                present == null ? "lacks the label " + unmet.key() : "has " + present + " as its label " + unmet.key();
            case Exclusion.OtherNamespace(String namespace, List<String> allowed) ->
                object.namesNamespace()
                        ? "stands in the namespace " + namespace
                        : "names no namespace, so that kubectl puts it into " + namespace;
            case Exclusion.Kubeconfig kubeconfig ->
                "is the kubeconfig of a runtime, going by its label " + Kyma.KYMA_NAME;
            case Exclusion.CatalogCopy copy ->
                "is lifecycle-manager's copy of a template of the control plane, and counts for nothing on a runtime";
            case Exclusion.ManifestOnRuntime misplaced -> "Manifests are on control planes, not on runtimes";
        };
    }

    static String fix(Exclusion exclusion) {
        return switch (exclusion) {
            case Exclusion.Unselected(Requirement unmet, String present) -> fix(unmet);
            case Exclusion.OtherNamespace(String namespace, List<String> allowed) ->
                "write metadata.namespace: " + allowed.getFirst()
                        + (allowed.size() > 1 ? " (Secrets count in " + String.join(", ", allowed) + ")" : "");
            case Exclusion.Kubeconfig kubeconfig -> "remove its label " + Kyma.KYMA_NAME;
            case Exclusion.CatalogCopy copy -> "give the template of the control plane";
            case Exclusion.ManifestOnRuntime misplaced -> "check it without --role runtime";
        };
    }

    private static String fix(Requirement unmet) {
        String values = String.join(" or ", unmet.values());
        return switch (unmet.operator()) {
            case IN -> "label it " + unmet.key() + ": " + values;
            case NOT_IN -> "give its label " + unmet.key() + " another value than " + values;
            case EXISTS -> "give it the label " + unmet.key();
            case DOES_NOT_EXIST -> "remove its label " + unmet.key();
        };
    }
}
