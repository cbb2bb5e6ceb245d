package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.processor.domain.Decisions;
import io.credstream.read.TopicRecord;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Manifests and bindings as the log has them, under the same code that decides in the processor. */
final class World {

    private final Map<String, TopicRecord.Value<Manifest>> manifests;
    private final Decisions decisions = new Decisions();

    private World(Map<String, TopicRecord.Value<Manifest>> manifests) {
        this.manifests = manifests;
    }

    static World read(LogReader log) {
        World world = new World(log.latest(log.topics().manifests()).records());
        log.latest(log.topics().bindings()).records().values().forEach(binding -> world.decisions.put(binding.value()));
        world.manifests.values().forEach(manifest -> world.decisions.put(manifest.value()));
        return world;
    }

    /** Every Manifest, in order. */
    Map<String, TopicRecord.Value<Manifest>> manifests() {
        return manifests;
    }

    Decisions decisions() {
        return decisions;
    }

    /** How many Manifests have a layer that selects a credential. */
    Map<ObjectRef, Integer> uses() {
        Map<ObjectRef, Integer> uses = new TreeMap<>();
        for (TopicRecord.Value<Manifest> manifest : manifests.values()) {
            decisions
                    .bindingOf(manifest.value())
                    .map(binding -> selected(manifest.value(), binding))
                    .orElse(Set.of())
                    .forEach(credential -> uses.merge(credential, 1, Integer::sum));
        }
        return uses;
    }

    private static Set<ObjectRef> selected(Manifest manifest, Binding binding) {
        return binding.layers().stream()
                .filter(layer -> manifest.layer(layer.layer()).isPresent())
                .map(BoundLayer::matches)
                .flatMap(matches -> matches.stream().map(Binding.Match::credential))
                .collect(Collectors.toSet());
    }
}
