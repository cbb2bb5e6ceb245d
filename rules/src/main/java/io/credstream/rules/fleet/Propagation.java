package io.credstream.rules.fleet;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.rules.bind.Affected;
import io.credstream.rules.bind.BindOutcome;
import io.credstream.rules.bind.BindOutcome.Bound;
import io.credstream.rules.bind.BindOutcome.Held;
import io.credstream.rules.bind.BindOutcome.Removed;
import io.credstream.rules.bind.Bindings;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.decide.Honoured;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Both stages as one: from the facts of a fleet to bindings, and from those to decisions. The processor divides the two among its
 * partitions; whoever has all facts in one place uses this.
 *
 * <p>Feed it facts as they become known; each call returns the Manifests that are to be decided anew. Manifests, pins and orders go to
 * {@link #decisions}, which decides. A template keeps its binding until something is told of it, as in the processor. Older facts
 * must be kept out by the caller.
 *
 * <p>Mutable, for one thread; {@link #decisions} may be asked by several at once as long as nothing is put.
 */
public final class Propagation {

    private final Bindings stage = new Bindings();
    private final Decisions decisions = new Decisions();
    private final Map<String, Cluster> clusters = new HashMap<>();
    private final SortedMap<ObjectRef, Binding> bindings = new TreeMap<>();
    private final Map<String, Binding.Key> bases = new HashMap<>();
    private final Set<String> assumed = new HashSet<>();
    private boolean silent;

    /**
     * Of a fleet of which many facts are known at once: until {@link #speak} they are learned and nothing is told, so that each template
     * is bound once.
     */
    public static Propagation inSilence() {
        Propagation propagation = new Propagation();
        propagation.silent = true;
        return propagation;
    }

    /**
     * Ends the silence: from now on what follows from a fact is told at once. What follows from those before is for the caller to tell:
     * {@link #tell} of every template, {@link #tellBasis} of every cluster.
     */
    public void speak() {
        silent = false;
    }

    /** A cluster is in the fleet, or what the fleet says of it changed. */
    public Set<ObjectRef> put(Cluster cluster, Cause cause) {
        clusters.put(cluster.id(), cluster);
        return followed(stage.put(cluster), cluster.id(), cause);
    }

    /** A cluster left the fleet. */
    public Set<ObjectRef> removeCluster(String cluster, Cause cause) {
        clusters.remove(cluster);
        return followed(stage.removeCluster(cluster), cluster, cause);
    }

    /** How a cluster is watched; nothing is assumed of it any longer. */
    public Set<ObjectRef> put(ClusterStatus status, Cause cause) {
        assumed.remove(status.cluster());
        return followed(stage.put(status), status.cluster(), cause);
    }

    public Set<ObjectRef> removeStatus(String cluster, Cause cause) {
        assumed.remove(cluster);
        return followed(stage.removeStatus(cluster), cluster, cause);
    }

    public Set<ObjectRef> put(Credential credential, Cause cause) {
        return tell(stage.put(credential), cause);
    }

    public Set<ObjectRef> removeCredential(ObjectRef credential, Cause cause) {
        return tell(stage.removeCredential(credential), cause);
    }

    public Set<ObjectRef> put(Template template, Cause cause) {
        return tell(stage.put(template), cause);
    }

    public Set<ObjectRef> removeTemplate(ObjectRef template, Cause cause) {
        return tell(stage.removeTemplate(template), cause);
    }

    /**
     * From now on a cluster's templates are bound to what is known, as if that were all there is, although it may not have been
     * listed; until something is learned of how it is watched. What bindings rest on (R22) is not assumed.
     */
    public void assumeListed(String cluster) {
        assumed.add(cluster);
    }

    /** A binding as it was told before; it stands until something else is told of its template. */
    public void recall(Binding binding) {
        bindings.put(binding.template(), binding);
        decisions.put(binding);
    }

    /** Tells the binding of a template, unless nothing may be said of it. Returns the Manifests to be decided anew. */
    public Set<ObjectRef> tell(ObjectRef template, Cause cause) {
        return tell(
                assumed.contains(template.cluster())
                        ? stage.bindAsListed(template, cause)
                        : stage.bind(template, cause));
    }

    /**
     * Tells what the bindings of a cluster rest on (R22). Returns the Manifests to be decided anew. What the processor finds out at its
     * next evaluation, that a cluster's bindings rest on nothing any more, holds at once.
     */
    public Set<ObjectRef> tellBasis(String cluster, Cause cause) {
        BindOutcome outcome = stage.bind(Basis.of(cluster), cause);
        Binding.Key before = bases.get(cluster);
        if (before != null && outcome.ends(before)) {
            bases.remove(cluster);
            decisions.removeBinding(before.scope(), before.template());
        }
        if (outcome instanceof Bound(Binding basis)) {
            bases.put(cluster, basis.identity());
            return decisions.put(basis);
        }
        return Set.of();
    }

    /** What was told of a template last. */
    public Optional<Binding> binding(ObjectRef template) {
        return Optional.ofNullable(bindings.get(template));
    }

    /** What was told last of every template, with all matches. */
    public SortedMap<ObjectRef, Binding> bindings() {
        return Collections.unmodifiableSortedMap(bindings);
    }

    /** Takes Manifests, pins and orders, and decides. */
    public Decisions decisions() {
        return decisions;
    }

    /** Whether anybody reads what is written to a Manifest (R18). */
    public Honoured honoured(Manifest manifest) {
        Cluster controlPlane = clusters.get(manifest.ref().cluster());
        return Honoured.of(
                controlPlane == null ? null : controlPlane.lifecycleManagerVersion(), manifest.remoteTemplate());
    }

    /** The basis comes after the bindings themselves. */
    private Set<ObjectRef> followed(Affected affected, String cluster, Cause cause) {
        if (silent) {
            return Set.of();
        }
        Set<ObjectRef> touched = new TreeSet<>(tell(affected, cause));
        touched.addAll(tellBasis(cluster, cause));
        return touched;
    }

    private Set<ObjectRef> tell(Affected affected, Cause cause) {
        if (silent) {
            return Set.of();
        }
        Set<ObjectRef> touched = new TreeSet<>();
        affected.removed().forEach(removed -> touched.addAll(tell(removed)));
        affected.templates().forEach(template -> touched.addAll(tell(template, cause)));
        return touched;
    }

    private Set<ObjectRef> tell(BindOutcome outcome) {
        return switch (outcome) {
            case Bound(Binding binding) -> {
                bindings.put(binding.template(), binding);
                yield decisions.put(binding);
            }
            case Removed removed -> {
                bindings.computeIfPresent(
                        removed.template(), (template, told) -> told.scope().equals(removed.scope()) ? null : told);
                yield decisions.removeBinding(removed.scope(), removed.template());
            }
            case Held held -> Set.of();
        };
    }
}
