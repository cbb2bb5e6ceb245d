package io.credstream.cli.check;

import io.credstream.cli.objects.DescriptorSource;
import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.objects.Place;
import io.credstream.model.Binding;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.projection.DescriptorResources;
import java.util.Optional;

/**
 * A template, with what it is bound to.
 *
 * @param binding what Credstream would tell of it
 * @param offers the same, as if each layer selected every Secret, wherever it stands: which of them cover its registry
 */
record CheckedTemplate(KubernetesObject object, Template template, Binding binding, Binding offers) {
    /** A selector that another layer has than this one. */
    Optional<LabelSelector> selectorBeside(Layer layer) {
        return template.layers().stream()
                .filter(other -> other.layer() != layer)
                .flatMap(other -> other.selector() instanceof LayerSelector.Labelled(LabelSelector selector)
                        ? Optional.of(selector).stream()
                        : Optional.<LabelSelector>empty().stream())
                .findFirst();
    }

    boolean isLabelled() {
        return template.layers().stream()
                .map(TemplateLayer::selector)
                .anyMatch(selector -> !(selector instanceof LayerSelector.Unlabelled));
    }

    /** Where the resource of a layer stands, as near as can be told. */
    Place place(Layer layer) {
        DescriptorResources described =
                DescriptorResources.of(object.json().path("spec").path("descriptor"));
        return DescriptorSource.of(object)
                .flatMap(source -> described.resources().stream()
                        .filter(resource -> resource.layer() == layer && resource.pulled())
                        .reduce((first, last) -> last)
                        .map(resource -> source.place(
                                described.path().get(0), described.path().get(1), "" + resource.index())))
                .orElseGet(() -> object.place("spec", "descriptor"));
    }
}
