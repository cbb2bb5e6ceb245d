package io.credstream.audit.report;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.report.Finding.Smell;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Applied;
import io.credstream.rules.decide.SelectorJson;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is not as it should be in a fleet, although nothing may be broken by it yet. */
public final class Hygiene {

    /** A place of a secret: an entry of a credential. */
    private record Place(ObjectRef credential, String registry) {
        @Override
        public String toString() {
            return credential + " (" + registry + ")";
        }
    }

    private final Fleet fleet;
    private final Facts facts;
    private final List<Finding> findings = new ArrayList<>();

    private Hygiene(Fleet fleet) {
        this.fleet = fleet;
        this.facts = fleet.facts();
    }

    /** All that there is, in order. */
    public static List<Finding> of(Fleet fleet) {
        Hygiene hygiene = new Hygiene(fleet);
        hygiene.templates();
        hygiene.credentials();
        hygiene.sharedSecrets();
        hygiene.manifests();
        return hygiene.findings.stream().sorted().toList();
    }

    private void templates() {
        values(facts.topics().templates())
                .forEach(template -> facts.verdict(template)
                        .refusals()
                        .forEach(refusal ->
                                add(Smell.REFUSED, Kind.MODULE_TEMPLATE, template.ref(), refusal.describe())));
        values(facts.topics().templates())
                .forEach(template -> fleet.binding(template.ref()).ifPresent(binding -> {
                    binding.layers().forEach(layer -> layer(template, layer));
                    layersDiffer(template, binding);
                    if (binding.state() != BindingState.UNLABELLED && isPlain(template.repository())) {
                        add(
                                Smell.PLAIN_HTTP,
                                Kind.MODULE_TEMPLATE,
                                template.ref(),
                                "is pulled from " + template.repository());
                    }
                }));
    }

    private void layer(Template template, BoundLayer layer) {
        smell(layer.state())
                .ifPresent(smell -> findings.add(new Finding(
                        smell,
                        Kind.MODULE_TEMPLATE,
                        template.ref(),
                        layer.layer(),
                        detail(template, layer),
                        layer.matches().stream().map(Match::credential).toList())));
    }

    private static Optional<Smell> smell(BindingState state) {
        return switch (state) {
            case BOUND, UNLABELLED, PINNED, NO_TEMPLATE, AMBIGUOUS_TEMPLATE -> Optional.empty();
            case INVALID_SELECTOR -> Optional.of(Smell.INVALID_SELECTOR);
            case POISONED -> Optional.of(Smell.POISONED);
            case UNUSABLE -> Optional.of(Smell.UNUSABLE);
            case NO_MATCH -> Optional.of(Smell.NO_MATCH);
            case NOT_COVERED -> Optional.of(Smell.NOT_COVERED);
            case AMBIGUOUS -> Optional.of(Smell.AMBIGUOUS);
        };
    }

    private static String detail(Template template, BoundLayer layer) {
        String pulled = template.repository() == null ? "" : "; is pulled from " + template.repository();
        return switch (layer.selector()) {
            case LayerSelector.Labelled labelled -> SelectorJson.of(labelled.selector()) + pulled;
            case LayerSelector.Invalid(String problem) -> "the label " + problem;
            case LayerSelector.Unlabelled unlabelled -> "no label";
        };
    }

    /** A layer without a label beside one with one is mostly a mistake: none is inherited (R2). */
    private void layersDiffer(Template template, Binding binding) {
        Set<LayerSelector> selectors = binding.layers().stream()
                .map(BoundLayer::selector)
                .filter(selector -> !(selector instanceof LayerSelector.Invalid))
                .collect(Collectors.toSet());
        if (selectors.size() > 1) {
            String detail = binding.layers().stream()
                    .map(layer -> layer.layer().display() + ": " + text(layer.selector()))
                    .collect(Collectors.joining("; "));
            add(Smell.LAYERS_DIFFER, Kind.MODULE_TEMPLATE, template.ref(), detail);
        }
    }

    private static String text(LayerSelector selector) {
        return switch (selector) {
            case LayerSelector.Labelled labelled -> SelectorJson.of(labelled.selector());
            case LayerSelector.Invalid(String problem) -> "the label " + problem;
            case LayerSelector.Unlabelled unlabelled -> "no label";
        };
    }

    private void credentials() {
        Set<ObjectRef> used = fleet.users().keySet();
        Set<ObjectRef> selected = values(facts.topics().templates())
                .flatMap(template -> fleet.binding(template.ref()).stream())
                .flatMap(binding -> binding.layers().stream())
                .flatMap(layer -> layer.matches().stream())
                .map(Match::credential)
                .collect(Collectors.toCollection(HashSet::new));
        values(facts.topics().credentials()).forEach(credential -> {
            if (isMisplaced(credential)) {
                add(
                        Smell.NAMESPACE_NOT_ALLOWED,
                        Kind.SECRET,
                        credential.ref(),
                        "is in " + credential.ref().namespace());
            } else if (!used.contains(credential.ref())) {
                boolean idle = selected.contains(credential.ref());
                add(
                        Smell.UNUSED_CREDENTIAL,
                        Kind.SECRET,
                        credential.ref(),
                        idle ? "a template selects it, of which there is no Manifest" : "no template selects it");
            }
            List<String> plain = credential.registries().stream()
                    .filter(entry -> entry.plainHttp() || isPlain(entry.registry()))
                    .map(entry -> (entry.plainHttp() ? "http://" : "") + entry.registry())
                    .toList();
            List<String> anonymous = credential.registries().stream()
                    .flatMap(entry -> Stream.ofNullable(entry.noLogin())
                            .map(noLogin -> entry.registry() + " has " + noLogin.display()))
                    .toList();
            if (!anonymous.isEmpty()) {
                add(Smell.NO_LOGIN, Kind.SECRET, credential.ref(), String.join("; ", anonymous));
            }
            credential
                    .remarks()
                    .forEach(remark -> add(Smell.REMARKED, Kind.SECRET, credential.ref(), remark.display()));
            if (!plain.isEmpty()) {
                add(Smell.PLAIN_HTTP, Kind.SECRET, credential.ref(), "is for " + String.join(", ", plain));
            }
        });
    }

    private boolean isMisplaced(Credential credential) {
        return facts.latest(facts.topics().clusters())
                .get(credential.ref().cluster())
                .map((Cluster cluster) -> !cluster.allows(credential.ref().namespace()))
                .orElse(false);
    }

    /** Under each key of fingerprints for itself; while the key is changed there are two, and both say the same. */
    private void sharedSecrets() {
        Map<String, List<Place>> places = new TreeMap<>();
        values(facts.topics().credentials())
                .forEach(credential -> credential
                        .registries()
                        .forEach(entry -> entry.secretFingerprints()
                                .forEach((key, fingerprint) -> places.computeIfAbsent(
                                                key + ":" + fingerprint, unseen -> new ArrayList<>())
                                        .add(new Place(credential.ref(), entry.registry())))));
        places.values().stream()
                .filter(shared -> shared.size() > 1)
                .distinct()
                .forEach(shared -> findings.add(new Finding(
                        Smell.SHARED_SECRET,
                        Kind.SECRET,
                        shared.getFirst().credential(),
                        null,
                        shared.stream().map(Place::toString).collect(Collectors.joining(", ")),
                        List.copyOf(shared.stream()
                                .map(Place::credential)
                                .collect(Collectors.toCollection(TreeSet::new))))));
    }

    private void manifests() {
        values(facts.topics().manifests()).forEach(manifest -> {
            Applied applied = Applied.parse(manifest.annotations().applied());
            manifest.layers().stream()
                    .filter(layer -> layer.canonical() != null && !applied.owns(layer))
                    .forEach(layer -> foreign(manifest, layer));
        });
    }

    private void foreign(Manifest manifest, ManifestLayer layer) {
        findings.add(new Finding(
                Smell.FOREIGN_SELECTOR,
                Kind.MANIFEST,
                manifest.ref(),
                layer.layer(),
                Objects.requireNonNull(layer.canonical()),
                List.of()));
    }

    private static boolean isPlain(@Nullable String registry) {
        return registry != null && PlainHttp.mayBeUsedFor(registry);
    }

    private void add(Smell smell, Kind kind, ObjectRef subject, String detail) {
        findings.add(new Finding(smell, kind, subject, null, detail, List.of()));
    }

    private <V extends Record> Stream<V> values(Topic<V> topic) {
        return facts.latest(topic).records().values().stream().map(TopicRecord.Value::value);
    }
}
