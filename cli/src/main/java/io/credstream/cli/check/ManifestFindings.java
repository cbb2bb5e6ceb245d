package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Binding;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.projection.Exclusion;
import io.credstream.projection.Kyma;
import io.credstream.rules.decide.Applied;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decision.Reason;
import io.credstream.rules.decide.Decisions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains Manifests: what would be written, and why nothing would. What is wrong with their templates is said there. */
final class ManifestFindings {

    private final CheckedCluster world;

    ManifestFindings(CheckedCluster world) {
        this.world = world;
    }

    List<Finding> all() {
        Decisions decisions = world.decisions();
        Stream<Finding> seen = decisions.manifests().stream()
                .flatMap(ref -> decisions.manifest(ref).stream())
                .flatMap(this::of);
        Stream<Finding> excluded = world.excludedManifests().entrySet().stream()
                .map(manifest -> excluded(manifest.getKey(), manifest.getValue()));
        return Stream.concat(seen, excluded).toList();
    }

    private static Finding excluded(KubernetesObject manifest, Exclusion exclusion) {
        return Finding.of(
                Level.WARNING,
                manifest,
                manifest.place("metadata"),
                ExclusionText.reason(exclusion, manifest),
                ExclusionText.fix(exclusion));
    }

    private Stream<Finding> of(Manifest manifest) {
        Decision decision = world.decisions().decide(manifest.ref(), NoCluster.CAUSE);
        Finding verdict = switch (decision) {
            case Decision.LeaveAlone alone -> leftAlone(manifest, alone.reason());
            case Decision.InOrder inOrder -> says(Level.FINE, manifest, "is as it should be", null);
            case Decision.Update(ManifestUpdate update, var ends) ->
                says(Level.FINE, manifest, "would be written: " + written(update), null);
        };
        return Stream.concat(Stream.of(verdict.ofState(decision.state().display())), foreign(manifest));
    }

    private Finding leftAlone(Manifest manifest, Reason reason) {
        return switch (reason) {
            case NO_TEMPLATE -> noTemplate(manifest);
            case AMBIGUOUS_TEMPLATE ->
                says(
                        Level.WARNING,
                        manifest,
                        "is left alone, for several templates fit it equally well",
                        "remove all but one of those with its component and version");
            case DELETING -> says(Level.FINE, manifest, "is left alone while it is being deleted", null);
            case SKIP_RECONCILIATION ->
                says(Level.FINE, manifest, "is left alone because of its label skip-reconciliation", null);
            case NOT_CONCERNED -> says(Level.FINE, manifest, "is left alone, for no label asks for anything", null);
            case GONE -> throw new IllegalStateException("the Manifest was just put");
            case PAUSED, WITHDRAWN -> throw new IllegalStateException("files hold no orders");
            case DEFERRED -> throw new IllegalStateException("files are watched in no epochs");
        };
    }

    private Finding noTemplate(Manifest manifest) {
        if (manifest.remoteTemplate()) {
            return says(Level.FINE, manifest, "its template is on the runtime of Kyma " + manifest.kyma(), null);
        }
        if (world.templates().isEmpty()) {
            return says(Level.FINE, manifest, "no template was given that it could belong to", null);
        }
        String component = manifest.component();
        String version = manifest.componentVersion();
        return component == null || version == null
                ? says(
                        Level.WARNING,
                        manifest,
                        "names no " + (component == null ? "component" : "version") + ", so that no template fits it",
                        "write " + (component == null ? "the annotation " + Kyma.FQDN : "spec.version"))
                : says(
                        Level.WARNING,
                        manifest,
                        "no template given is of component " + component + " in version " + version,
                        "give its template too, or correct the annotation " + Kyma.FQDN + " and spec.version");
    }

    /** A selector that somebody wrote by hand where no label asks for one. */
    private Stream<Finding> foreign(Manifest manifest) {
        Optional<Binding> binding = world.decisions().bindingOf(manifest);
        Applied applied = Applied.parse(manifest.annotations().applied());
        return manifest.layers().stream()
                .filter(layer -> layer.selector() != null && !applied.owns(layer))
                .filter(layer -> binding.isPresent() && isUnlabelled(binding.get(), layer))
                .map(layer -> says(
                        Level.WARNING,
                        manifest,
                        layer.layer().display() + " has a credSecretSelector that no label asks for; it is left alone",
                        "label the layer in its template, or remove the selector"));
    }

    private static boolean isUnlabelled(Binding binding, ManifestLayer layer) {
        return binding.layers().stream()
                .filter(bound -> bound.layer() == layer.layer())
                .allMatch(bound -> bound.selector() instanceof LayerSelector.Unlabelled);
    }

    private static String written(ManifestUpdate update) {
        List<String> edits =
                update.edits().stream().map(ManifestFindings::written).toList();
        return edits.isEmpty() ? "annotations only" : String.join(", ", edits);
    }

    private static String written(LayerEdit edit) {
        String desired = edit.desired();
        return edit.layer().display() + " "
                + (desired == null ? "selects nothing any more" : "selects " + SelectorText.ofJson(desired));
    }

    private Finding says(Level level, Manifest manifest, String message, @Nullable String fix) {
        KubernetesObject object = world.object(manifest);
        return Finding.of(level, object, object.place("metadata"), message, fix);
    }
}
