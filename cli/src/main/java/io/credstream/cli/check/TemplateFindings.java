package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Explains templates: a finding for each layer, and what concerns several. */
final class TemplateFindings {
    private TemplateFindings() {}

    /** @param named takes the Secrets of which all has been said that there is to say */
    static List<Finding> of(CheckedCluster world, Set<ObjectRef> named) {
        List<Finding> findings = new ArrayList<>();
        for (CheckedTemplate template : world.templates()) {
            findings.addAll(TemplateVerdictFindings.of(world.cluster(), template));
            for (BoundLayer layer : template.binding().layers()) {
                LayerFindings explained = new LayerFindings(world, template, layer);
                findings.add(explained.explain());
                named.addAll(explained.named());
            }
            differing(template).ifPresent(findings::add);
        }
        world.excludedTemplates()
                .forEach((copy, exclusion) ->
                        findings.add(says(Level.FINE, copy, ExclusionText.reason(exclusion, copy))));
        return findings;
    }

    private static Optional<Finding> differing(CheckedTemplate template) {
        List<String> selectors = template.template().layers().stream()
                .flatMap(layer -> layer.selector() instanceof LayerSelector.Labelled(LabelSelector selector)
                        ? Optional.of(layer.layer().display() + " selects " + SelectorText.of(selector)).stream()
                        : Optional.<String>empty().stream())
                .toList();
        boolean differ = template.template().layers().stream()
                        .map(layer -> layer.selector())
                        .filter(LayerSelector.Labelled.class::isInstance)
                        .distinct()
                        .count()
                > 1;
        return differ
                ? Optional.of(Finding.of(
                        Level.WARNING,
                        template.object(),
                        template.object().place("spec", "descriptor"),
                        "its layers differ although they are pulled from one registry: " + String.join(", ", selectors),
                        "give both the same label " + Kyma.OCI_REGISTRY_CRED + ", unless it is meant so"))
                : Optional.empty();
    }

    private static Finding says(Level level, KubernetesObject object, String message) {
        return Finding.of(level, object, object.place("spec", "descriptor"), message, null);
    }
}
