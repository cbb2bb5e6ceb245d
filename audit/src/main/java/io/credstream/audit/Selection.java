package io.credstream.audit;

import io.credstream.audit.pin.PinnedSelector;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.LabelSelector;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Pin;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.decide.SelectorJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The credentials that the layers of a Manifest select: by what it carries, and, unless all is withdrawn, by what is pinned there, else by
 * what its template says. What it carries counts as long as it does, for whoever installs the module goes by that.
 */
final class Selection {

    private final Facts facts;
    private final Decisions decisions;

    Selection(Facts facts, Decisions decisions) {
        this.facts = facts;
        this.decisions = decisions;
    }

    Stream<ObjectRef> of(Manifest manifest) {
        boolean withdrawn = decisions
                .brake(manifest.ref())
                .filter(order -> order.action() instanceof Brake(Mode mode) && mode == Mode.WITHDRAW)
                .isPresent();
        Stream<ObjectRef> carried = manifest.layers().stream()
                .flatMap(layer -> Stream.ofNullable(layer.canonical()))
                .distinct()
                .filter(selector -> withdrawn || !isWanted(manifest, selector))
                .flatMap(selector -> matching(manifest, selector).stream());
        return withdrawn ? carried : Stream.concat(wanted(manifest), carried);
    }

    private Stream<ObjectRef> wanted(Manifest manifest) {
        Optional<Pin> pin = decisions.pin(manifest.ref());
        Stream<ObjectRef> byTemplate = decisions.bindingOf(manifest).stream()
                .flatMap(binding -> binding.layers().stream())
                .filter(layer -> manifest.layer(layer.layer()).isPresent())
                .filter(layer -> pin.flatMap(p -> p.layer(layer.layer())).isEmpty())
                .map(BoundLayer::matches)
                .flatMap(matches -> matches.stream().map(Binding.Match::credential));
        Stream<ObjectRef> byPin = pin.stream()
                .flatMap(p -> p.layers().stream())
                .filter(layer -> manifest.layer(layer.layer()).isPresent())
                .flatMap(layer -> Stream.ofNullable(layer.selector()))
                .flatMap(selector -> matching(manifest, selector).stream());
        return Stream.concat(byTemplate, byPin);
    }

    /** Whether its template has a layer with that very selector, whose matches are known. */
    private boolean isWanted(Manifest manifest, String selector) {
        return decisions.pin(manifest.ref()).isEmpty()
                && decisions.bindingOf(manifest).stream()
                        .flatMap(binding -> binding.layers().stream())
                        .filter(layer -> manifest.layer(layer.layer()).isPresent())
                        .anyMatch(layer -> layer.selector() instanceof LayerSelector.Labelled(LabelSelector labels)
                                && SelectorJson.of(labels).equals(selector));
    }

    /** The credentials that a selector would select on a Manifest, in order: those where its template is (R8). */
    List<ObjectRef> matching(Manifest manifest, String selector) {
        Optional<LabelSelector> labels = PinnedSelector.parse(selector);
        String cluster = decisions
                .bindingOf(manifest)
                .map(binding -> binding.template().cluster())
                .orElse(manifest.ref().cluster());
        Optional<Cluster> allowing = facts.latest(facts.topics().clusters()).get(cluster);
        return labels.isEmpty()
                ? List.of()
                : facts.latest(facts.topics().credentials()).records().values().stream()
                        .map(TopicRecord.Value::value)
                        .filter(credential -> credential.ref().cluster().equals(cluster))
                        .filter(credential -> allowing.filter(
                                        c -> c.allows(credential.ref().namespace()))
                                .isPresent())
                        .filter(credential -> labels.get().matches(credential.labels()))
                        .map(Credential::ref)
                        .sorted()
                        .toList();
    }
}
