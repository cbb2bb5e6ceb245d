package io.credstream.rules.bind;

import io.credstream.model.ObjectRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an event touches.
 *
 * @param templates whose binding is to be made anew, in order
 * @param removed bindings that are gone; to be told first, for a template can be gone from one scope and bound in another
 */
public record Affected(Set<ObjectRef> templates, List<BindOutcome.Removed> removed) {

    static final Affected NOTHING = new Affected(Set.of(), List.of());

    public Affected {
        templates = Collections.unmodifiableSortedSet(new TreeSet<>(templates));
        removed = List.copyOf(removed);
    }

    static Affected templates(Collection<ObjectRef> templates) {
        return new Affected(Set.copyOf(templates), List.of());
    }
}
