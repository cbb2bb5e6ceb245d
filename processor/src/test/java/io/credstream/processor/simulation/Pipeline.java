package io.credstream.processor.simulation;

import io.credstream.model.Binding;
import io.credstream.model.ObjectRef;
import io.credstream.processor.domain.Affected;
import io.credstream.processor.domain.BindOutcome;
import io.credstream.processor.domain.Bindings;
import io.credstream.processor.domain.Decision;
import io.credstream.processor.domain.Decisions;
import io.credstream.processor.oracle.World;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The two stages joined by nothing but what they say is touched: a template that is not said to be touched keeps its binding, a
 * Manifest that is not said to be touched its decision. So what is forgotten shows.
 */
final class Pipeline {
    private final Bindings bindings = new Bindings();
    private final Decisions decisions = new Decisions();
    final Map<ObjectRef, Binding> told = new TreeMap<>();
    final Map<ObjectRef, Decision> decided = new TreeMap<>();

    /** A restart: everything is read again from the facts and from what was told before, and evaluated once. */
    static Pipeline restarted(World world, Map<ObjectRef, Binding> toldBefore) {
        Pipeline pipeline = new Pipeline();
        world.templates().values().forEach(pipeline.bindings::put);
        world.credentials().values().forEach(pipeline.bindings::put);
        world.clusters().values().forEach(pipeline.bindings::put);
        world.listed().forEach(id -> pipeline.bindings.put(Statuses.listed(id)));
        world.manifests().values().forEach(pipeline.decisions::put);
        toldBefore.values().forEach(pipeline.decisions::put);
        pipeline.told.putAll(toldBefore);
        pipeline.bindings.templates().forEach(pipeline::bind);
        pipeline.decisions.manifests().forEach(pipeline::decide);
        return pipeline;
    }

    Bindings bindings() {
        return bindings;
    }

    Decisions decisions() {
        return decisions;
    }

    void touched(Affected affected) {
        affected.removed().forEach(this::remove);
        affected.templates().forEach(this::bind);
    }

    void touched(Set<ObjectRef> manifests) {
        manifests.forEach(this::decide);
    }

    private void bind(ObjectRef template) {
        switch (bindings.bind(template, RandomFacts.CAUSE)) {
            case BindOutcome.Bound(Binding binding) -> {
                told.put(template, binding);
                touched(decisions.put(binding));
            }
            case BindOutcome.Removed removed -> remove(removed);
            case BindOutcome.Held held -> {}
        }
    }

    private void remove(BindOutcome.Removed removed) {
        told.remove(removed.template());
        touched(decisions.removeBinding(removed.scope(), removed.template()));
    }

    private void decide(ObjectRef manifest) {
        if (decisions.manifest(manifest).isPresent()) {
            decided.put(manifest, decisions.decide(manifest, RandomFacts.CAUSE));
        } else {
            decided.remove(manifest);
        }
    }
}
