package io.credstream.audit.explain;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.audit.Unlisted;
import io.credstream.audit.explain.LayerExplanation.Owner;
import io.credstream.audit.explain.LayerExplanation.Selected;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.HoldDown;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Refusal;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.rules.bind.Keychain;
import io.credstream.rules.decide.Applied;
import io.credstream.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a Manifest is as it is.
 *
 * @param outcome what the processor makes of it
 * @param template that it belongs to, if there is exactly one
 * @param alternatives where there is not exactly one: the templates of its component in its scope, whatever their version
 * @param refusals why lifecycle-manager refuses the template; none if it does not
 * @param layers those that the Manifest has, or its template
 * @param rule behind its state
 * @param waitsFor what has to be listed before it is decided, if it waits for that
 */
public record Explanation(
        Outcome outcome,
        Optional<Template> template,
        List<Refusal> refusals,
        List<Template> alternatives,
        List<LayerExplanation> layers,
        Rule rule,
        Standing standing,
        Optional<Unlisted> waitsFor) {

    public Explanation {
        refusals = List.copyOf(refusals);
        alternatives = List.copyOf(alternatives);
        layers = List.copyOf(layers);
    }

    /**
     * Explains a Manifest that there is.
     *
     * @param holdDown of the Manifest, if one is in force; see {@link HoldDowns}
     */
    public static Explanation of(Fleet fleet, ObjectRef ref, Optional<HoldDown> holdDown) {
        Outcome outcome = fleet.outcome(ref);
        Facts facts = fleet.facts();
        Optional<Template> template = outcome.binding()
                .flatMap(binding -> facts.latest(facts.topics().templates())
                        .get(binding.template().key()));
        List<LayerExplanation> layers = Arrays.stream(Layer.values())
                .filter(layer -> outcome.manifest().layer(layer).isPresent()
                        || template.filter(t -> has(t, layer)).isPresent())
                .map(layer -> layer(facts, outcome, template, layer))
                .toList();
        return new Explanation(
                outcome,
                template,
                template.map(t -> facts.verdict(t).refusals()).orElse(List.of()),
                template.isPresent() ? List.of() : alternatives(fleet, outcome.manifest()),
                layers,
                Rule.of(outcome.decision().state()),
                Standing.of(
                        outcome.decision(),
                        Optional.ofNullable(facts.latest(facts.topics().manifestUpdates())
                                .records()
                                .get(ref.key())),
                        facts.latest(facts.topics().applyReports()).get(ref.key()),
                        holdDown),
                fleet.waitsFor(outcome));
    }

    private static boolean has(Template template, Layer layer) {
        return template.layers().stream().anyMatch(l -> l.layer() == layer);
    }

    private static LayerExplanation layer(Facts facts, Outcome outcome, Optional<Template> template, Layer layer) {
        Manifest manifest = outcome.manifest();
        Optional<BoundLayer> bound = outcome.binding().stream()
                .flatMap(binding -> binding.layers().stream())
                .filter(l -> l.layer() == layer)
                .findFirst();
        String repository = template.map(Template::repository).orElse(null);
        LayerSelector wanted = bound.map(BoundLayer::selector).orElseGet(LayerSelector.Unlabelled::new);
        BindingState state = bound.map(BoundLayer::state)
                .orElse(
                        template.isPresent()
                                ? BindingState.UNLABELLED
                                : outcome.decision().state());
        return new LayerExplanation(
                layer,
                owner(manifest, layer),
                manifest.layer(layer).map(ManifestLayer::canonical).orElse(null),
                wanted,
                state,
                Rule.of(state),
                repository,
                bound.map(b -> selected(facts, b, repository)).orElse(List.of()),
                bound.map(BoundLayer::searched).orElse(List.of()),
                template.map(t -> nearMisses(facts, t, wanted)).orElse(List.of()));
    }

    private static Owner owner(Manifest manifest, Layer layer) {
        Optional<ManifestLayer> observed = manifest.layer(layer);
        if (observed.isEmpty()) {
            return Owner.NO_LAYER;
        } else if (observed.get().canonical() == null) {
            return Owner.NOBODY;
        }
        boolean ours = Applied.parse(manifest.annotations().applied()).owns(observed.get());
        return ours ? Owner.US : Owner.SOMEBODY_ELSE;
    }

    private static List<Selected> selected(Facts facts, BoundLayer layer, @Nullable String repository) {
        List<Credential> credentials = layer.matches().stream()
                .map(Binding.Match::credential)
                .flatMap(ref -> facts.latest(facts.topics().credentials()).get(ref.key()).stream())
                .toList();
        Keychain keychain = Keychain.resolve(repository, credentials);
        return credentials.stream()
                .map(credential -> selected(credential, keychain))
                .toList();
    }

    private static Selected selected(Credential credential, Keychain keychain) {
        String covering = keychain.covering().get(credential.ref());
        boolean used = credential.registries().stream()
                .filter(entry -> entry.registry().equals(covering))
                .anyMatch(keychain.used()::contains);
        return new Selected(
                credential.ref(),
                credential.registries().stream().map(RegistryEntry::registry).toList(),
                covering,
                used,
                keychain.anonymous().get(credential.ref()),
                credential.problem(),
                credential.flaw());
    }

    private static List<NearMiss> nearMisses(Facts facts, Template template, LayerSelector wanted) {
        Optional<Cluster> cluster =
                facts.latest(facts.topics().clusters()).get(template.ref().cluster());
        if (cluster.isEmpty() || !(wanted instanceof LayerSelector.Labelled(LabelSelector selector))) {
            return List.of();
        }
        List<Credential> credentials = values(facts, facts.topics().credentials())
                .filter(credential ->
                        credential.ref().cluster().equals(template.ref().cluster()))
                .toList();
        return NearMiss.of(selector, template.repository(), credentials, cluster.get());
    }

    private static List<Template> alternatives(Fleet fleet, Manifest manifest) {
        return values(fleet.facts(), fleet.facts().topics().templates())
                .filter(template -> template.component() != null
                        && template.component().equals(manifest.component())
                        && fleet.binding(template.ref())
                                .filter(binding -> binding.scope().equals(manifest.scope()))
                                .isPresent())
                .toList();
    }

    private static <V extends Record> Stream<V> values(Facts facts, Topic<V> topic) {
        return facts.latest(topic).records().values().stream().map(TopicRecord.Value::value);
    }
}
