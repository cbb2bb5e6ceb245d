package io.credstream.processor.simulation;

import io.credstream.model.Binding;
import io.credstream.model.ObjectRef;
import io.credstream.processor.oracle.World;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.fleet.Propagation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Both stages, and what was decided whenever they said that a Manifest is touched: one that is not said to be touched keeps its decision,
 * as a template that is not keeps its binding. So what is forgotten shows.
 */
final class Pipeline {
    private final Propagation fleet;
    final Map<ObjectRef, Decision> decided = new TreeMap<>();

    Pipeline() {
        this(new Propagation());
    }

    private Pipeline(Propagation fleet) {
        this.fleet = fleet;
    }

    /** A restart: everything is read again from the facts and from what was told before, and evaluated once. */
    static Pipeline restarted(World world, Map<ObjectRef, Binding> toldBefore) {
        Propagation fleet = Propagation.inSilence();
        world.templates().values().forEach(template -> fleet.put(template, RandomFacts.CAUSE));
        world.credentials().values().forEach(credential -> fleet.put(credential, RandomFacts.CAUSE));
        world.clusters().values().forEach(cluster -> fleet.put(cluster, RandomFacts.CAUSE));
        world.listed().forEach(id -> fleet.put(Statuses.listed(id), RandomFacts.CAUSE));
        world.manifests().values().forEach(fleet.decisions()::put);
        toldBefore.values().forEach(fleet::recall);
        fleet.speak();
        world.templates().keySet().forEach(template -> fleet.tell(template, RandomFacts.CAUSE));
        Pipeline pipeline = new Pipeline(fleet);
        pipeline.touched(world.manifests().keySet());
        return pipeline;
    }

    Propagation fleet() {
        return fleet;
    }

    /** What was told last of every template. */
    Map<ObjectRef, Binding> told() {
        return fleet.bindings();
    }

    void touched(Set<ObjectRef> manifests) {
        manifests.forEach(this::decide);
    }

    private void decide(ObjectRef manifest) {
        if (fleet.decisions().manifest(manifest).isPresent()) {
            decided.put(manifest, fleet.decisions().decide(manifest, RandomFacts.CAUSE));
        } else {
            decided.remove(manifest);
        }
    }
}
