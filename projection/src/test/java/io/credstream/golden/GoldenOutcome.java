package io.credstream.golden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.Credential;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.Refusal;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.projection.Projections;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.TemplateVerdict;
import io.credstream.rules.fleet.Propagation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What Credstream makes of a world, in words that are easy to read and to compare: maps, lists and text. */
public final class GoldenOutcome {

    private final GoldenWorld world;
    private final Propagation propagated;

    private GoldenOutcome(GoldenWorld world) {
        this.world = world;
        this.propagated = world.propagated();
    }

    /** Of a fleet as it is seen in the end. */
    public static Map<String, Object> of(List<ObjectNode> documents, Projections projections) {
        Duration end = GoldenTime.moments(documents).last();
        GoldenWorld world = GoldenWorld.at(end, documents, projections);
        GoldenOutcome outcome = new GoldenOutcome(world);
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("ignored", world.ignored());
        sections.put("credentials", byKey(world.credentials(), c -> c.ref().key(), GoldenOutcome::describe));
        sections.put("templates", byKey(world.templates(), t -> t.ref().key(), outcome::describe));
        sections.put(
                "bindings",
                byKey(
                        List.copyOf(outcome.propagated.bindings().values()),
                        b -> b.template().key(),
                        GoldenOutcome::describe));
        sections.put("manifests", byKey(world.manifests(), m -> m.ref().key(), outcome::describe));
        return sections;
    }

    private static Object describe(Credential credential) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put(
                "registries",
                credential.registries().stream().map(RegistryEntry::registry).toList());
        putIfPresent(described, "problem", credential.problem());
        putIfPresent(described, "expiresAt", credential.expiresAt());
        return described;
    }

    private Object describe(Template template) {
        Map<String, Object> described = new LinkedHashMap<>();
        putIfPresent(described, "component", template.component());
        putIfPresent(described, "version", template.componentVersion());
        putIfPresent(described, "module", template.moduleName());
        putIfPresent(described, "channel", template.channel());
        putIfPresent(described, "repository", template.repository());
        putIfPresent(described, "problem", template.problem());
        TemplateVerdict verdict =
                TemplateVerdict.of(template, world.clusters().get(template.ref().cluster()));
        if (!verdict.refusals().isEmpty()) {
            described.put(
                    "refused",
                    verdict.refusals().stream().map(Refusal::describe).toList());
        }
        Map<String, Object> layers = new LinkedHashMap<>();
        for (TemplateLayer layer : template.layers()) {
            layers.put(layer.layer().display(), describe(layer.selector()));
        }
        described.put("layers", layers);
        return described;
    }

    private static Object describe(LayerSelector selector) {
        return switch (selector) {
            case LayerSelector.Unlabelled unlabelled -> "Unlabelled";
            case LayerSelector.Invalid(String problem) -> Map.of("invalid", problem);
            case LayerSelector.Labelled(var labels) -> {
                Map<String, Object> described = new LinkedHashMap<>(labels.matchLabels());
                if (!labels.matchExpressions().isEmpty()) {
                    described.put(
                            "matchExpressions",
                            labels.matchExpressions().stream()
                                    .map(r -> (r.key() + " " + r.operator().display() + " "
                                                    + String.join(",", r.values()))
                                            .strip())
                                    .toList());
                }
                yield described;
            }
        };
    }

    private static Object describe(Binding binding) {
        Map<String, Object> layers = new LinkedHashMap<>();
        for (BoundLayer layer : binding.layers()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("state", layer.state().display());
            described.put(
                    "matches",
                    layer.matches().stream().map(GoldenOutcome::describe).toList());
            if (layer.state() == BindingState.NO_MATCH) {
                described.put("searched", layer.searched());
            }
            layers.put(layer.layer().display(), described);
        }
        return layers;
    }

    private static String describe(Match match) {
        String registry = match.registry() == null ? "covers nothing" : "covers as " + match.registry();
        return match.credential().key() + (match.problem() == null ? " " + registry : " " + match.problem());
    }

    private Object describe(Manifest manifest) {
        Decision decision = decide(manifest);
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("state", decision.state().display());
        switch (decision) {
            case Decision.LeaveAlone(var state, var reason) -> described.put("leftAlone", reason.name());
            case Decision.InOrder inOrder -> described.put("inOrder", true);
            case Decision.Update(ManifestUpdate update, var ends) -> describe(update, described);
        }
        described.put("honoured", propagated.honoured(manifest).display());
        putIfPresent(described, "lifecycleManager", manifest.verdict().state());
        described.put("verdict", manifest.verdict().code().name());
        return described;
    }

    private static void describe(ManifestUpdate update, Map<String, Object> described) {
        for (LayerEdit edit : update.layers()) {
            String change = edit.desired() == null ? "withdrawn" : edit.desired();
            described.put(edit.layer().display(), edit.changes() ? change : "kept");
        }
        ManifestAnnotations desired = update.desired();
        Map<String, Object> annotations = new LinkedHashMap<>();
        putIfPresent(annotations, "applied", desired.applied());
        putIfPresent(annotations, "revision", desired.revision());
        putIfPresent(annotations, "state", desired.state());
        described.put("annotations", annotations);
    }

    private Decision decide(Manifest manifest) {
        return propagated.decisions().decide(manifest.ref(), GoldenWorld.CAUSE);
    }

    /** Each thing described, in order of the keys. */
    public static <T> Map<String, Object> byKey(
            List<T> items, Function<T, String> key, Function<T, Object> description) {
        Map<String, Object> described = new TreeMap<>();
        items.forEach(item -> described.put(key.apply(item), description.apply(item)));
        return described;
    }

    private static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value.toString());
        }
    }
}
