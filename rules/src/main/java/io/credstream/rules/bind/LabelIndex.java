package io.credstream.rules.bind;

import io.credstream.model.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A many-to-many join of selectors and labelled objects, in which the cost of an event follows what it touches.
 *
 * <p>Every object is filed under all that it carries: each pair, each key, and {@link Term#ANYTHING}. Every selector stands under
 * one of its demands only (a pair; the pairs of an {@code In}; the key of an {@code Exists}), namely one that few objects carry.
 * A changed object looks at the selectors under what it carries, a changed selector at the objects under its rarest demand.
 *
 * <p>After the {@code labelindex} of Calico Felix, with one difference. Felix picks the demand by a static score, so selectors
 * can end up under a label that every object carries. Here live counts decide, and since counts change, a selector moves:
 * as soon as it was looked at in vain as often as it has demands, the demands are compared anew, and it moves to one that at most half
 * as many objects carry. Comparing costs what those looks cost, so it at most doubles the work; without a better place the
 * looks were as few as they can be, up to a factor of two; and to make a selector move again, as many objects have to change as
 * its place has.
 *
 * @param <S> identifies a selector
 * @param <O> identifies an object
 */
final class LabelIndex<S, O> {

    private final Map<O, Map<String, String>> objects = new HashMap<>();
    private final Map<Term, Set<O>> carriers = new HashMap<>();
    private final Map<S, Placed> selectors = new HashMap<>();
    private final Map<Term, Set<S>> standing = new HashMap<>();
    private long looks;

    /** A selector, its demands, and the one of them under which it stands. */
    private static final class Placed {
        final LabelSelector selector;
        final List<List<Term>> demands;
        List<Term> place;
        int vainLooks;

        Placed(LabelSelector selector, List<List<Term>> demands, List<Term> place) {
            this.selector = selector;
            this.demands = demands;
            this.place = place;
        }
    }

    void putSelector(S id, LabelSelector selector) {
        removeSelector(id);
        List<List<Term>> demands = Term.demandedBy(selector);
        Placed placed = new Placed(selector, demands, rarest(demands));
        selectors.put(id, placed);
        stand(id, placed.place);
    }

    void removeSelector(S id) {
        Placed placed = selectors.remove(id);
        if (placed != null) {
            leave(id, placed.place);
        }
    }

    /** Files an object, and returns the selectors that match it or matched it before. */
    Set<S> putObject(O id, Map<String, String> labels) {
        Map<String, String> before = objects.get(id);
        if (labels.equals(before)) {
            return selectorsMatching(labels);
        }
        Set<S> touched = removeObject(id);
        objects.put(id, labels);
        Term.carriedBy(labels)
                .forEach(term ->
                        carriers.computeIfAbsent(term, t -> new HashSet<>()).add(id));
        touched.addAll(selectorsMatching(labels));
        return touched;
    }

    /** Forgets an object, and returns the selectors that matched it. */
    Set<S> removeObject(O id) {
        Map<String, String> labels = objects.remove(id);
        if (labels == null) {
            return new HashSet<>();
        }
        Set<S> touched = selectorsMatching(labels);
        Term.carriedBy(labels).forEach(term -> removeFrom(carriers, term, id));
        return touched;
    }

    /** The objects that a selector matches, in no order; none if there is no such selector. */
    List<O> objectsMatching(S id) {
        Placed placed = selectors.get(id);
        if (placed == null) {
            return List.of();
        }
        List<O> matching = new ArrayList<>();
        for (Term term : rarest(placed.demands)) {
            for (O object : carriers.getOrDefault(term, Set.of())) {
                looks++;
                if (placed.selector.matches(labelsOf(object))) {
                    matching.add(object);
                }
            }
        }
        return matching;
    }

    /** How often a selector and an object were compared, and a demand weighed, so far: the measure of this index's work. */
    long looks() {
        return looks;
    }

    private Set<S> selectorsMatching(Map<String, String> labels) {
        Set<S> matching = new HashSet<>();
        List<S> misplaced = new ArrayList<>();
        for (Term term : Term.carriedBy(labels)) {
            for (S id : standing.getOrDefault(term, Set.of())) {
                looks++;
                Placed placed = placedOf(id);
                if (placed.selector.matches(labels)) {
                    matching.add(id);
                } else if (++placed.vainLooks >= placed.demands.size()) {
                    misplaced.add(id);
                }
            }
        }
        misplaced.forEach(this::reconsider);
        return matching;
    }

    private void reconsider(S id) {
        Placed placed = placedOf(id);
        placed.vainLooks = 0;
        if (placed.demands.size() == 1) {
            return;
        }
        List<Term> better = rarest(placed.demands);
        long present = weight(placed.place);
        if (present > 0 && 2 * weight(better) <= present) {
            leave(id, placed.place);
            placed.place = better;
            stand(id, better);
        }
    }

    private List<Term> rarest(List<List<Term>> demands) {
        List<Term> best = demands.getFirst();
        long least = weight(best);
        for (List<Term> demand : demands.subList(1, demands.size())) {
            looks++;
            long weight = weight(demand);
            if (weight < least) {
                best = demand;
                least = weight;
            }
        }
        return best;
    }

    private long weight(Collection<Term> demand) {
        long sum = 0;
        for (Term term : demand) {
            sum += carriers.getOrDefault(term, Set.of()).size();
        }
        return sum;
    }

    private void stand(S id, List<Term> place) {
        place.forEach(
                term -> standing.computeIfAbsent(term, t -> new HashSet<>()).add(id));
    }

    private void leave(S id, List<Term> place) {
        place.forEach(term -> removeFrom(standing, term, id));
    }

    private Placed placedOf(S id) {
        return present(selectors.get(id));
    }

    private Map<String, String> labelsOf(O id) {
        return present(objects.get(id));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the index names something that it does not hold");
        }
        return value;
    }

    private static <E> void removeFrom(Map<Term, Set<E>> sets, Term term, E element) {
        sets.computeIfPresent(term, (t, set) -> set.remove(element) && set.isEmpty() ? null : set);
    }
}
