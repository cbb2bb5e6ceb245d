package io.credstream.rules.decide;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the bindings of each cluster rest on, and so which Manifests can be decided from them (R22): not one that was observed after
 * a gap, from templates and Secrets that were all listed before it only.
 */
final class Bases {

    private final Map<String, Basis> bases = new HashMap<>();

    /** The bindings of a cluster rest on something else now. Returns the Manifests to which that can make a difference. */
    Set<ObjectRef> put(Scope scope, ObjectRef place, Basis basis, Collection<Manifest> manifests) {
        Basis before = bases.put(place.cluster(), basis);
        Set<ObjectRef> touched = new TreeSet<>();
        if (!basis.equals(before)) {
            for (Manifest manifest : manifests) {
                if (manifest.scope().equals(scope) && (manifest.remoteTemplate() || !isObservedIn(before, manifest))) {
                    touched.add(manifest.ref());
                }
            }
        }
        return touched;
    }

    /** Nothing is known any more of what the bindings of a cluster rest on. */
    void remove(ObjectRef place) {
        bases.remove(place.cluster());
    }

    /**
     * Whether a Manifest can be decided from its candidates.
     *
     * @param candidates the bindings of its scope, component and version
     */
    boolean support(Manifest manifest, Collection<Binding> candidates) {
        return manifest.remoteTemplate()
                ? candidates.stream().allMatch(binding -> supports(binding, manifest))
                : isObservedIn(bases.get(manifest.ref().cluster()), manifest);
    }

    /**
     * Whether a Manifest can be decided from a template on a runtime. The epochs of a runtime are others than those of its control plane,
     * and somebody else may watch it: so it has to say that it has heard of the epoch in which the Manifest was observed. One that
     * says nothing of the kind is of an ingest that would never answer.
     */
    private boolean supports(Binding binding, Manifest manifest) {
        Basis basis = bases.get(binding.template().cluster());
        if (basis == null) {
            return manifest.epoch() == null;
        }
        Instant asked = manifest.asked();
        Instant heard = basis.heard();
        boolean answered = asked == null || heard == null || !asked.isAfter(heard);
        return answered && !basis.interrupted() && isObservedIn(basis, manifest);
    }

    /** Whether a Manifest was observed in the epoch on which the bindings of its template's cluster rest, or before. */
    private static boolean isObservedIn(@Nullable Basis basis, Manifest manifest) {
        Instant observed = manifest.epoch();
        return observed == null
                || (basis != null && !observed.isAfter(Objects.requireNonNullElse(basis.epoch(), Instant.MAX)));
    }
}
