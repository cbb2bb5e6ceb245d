package io.credstream.rules.bind;

import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Something that a labelled object carries, and under which a selector can stand. */
sealed interface Term {

    /** A label with its value. */
    record Pair(String key, String value) implements Term {}

    /** A label, whatever its value. */
    record Key(String key) implements Term {}

    /** Carried by every object: where selectors stand that only say what must not be there. */
    record Anything() implements Term {}

    Anything ANYTHING = new Anything();

    /** All that an object with these labels carries. */
    static List<Term> carriedBy(Map<String, String> labels) {
        List<Term> terms = new ArrayList<>(2 * labels.size() + 1);
        labels.forEach((key, value) -> {
            terms.add(new Pair(key, value));
            terms.add(new Key(key));
        });
        terms.add(ANYTHING);
        return terms;
    }

    /**
     * What a selector demands: of each of these lists, every object that it matches carries exactly one term. Never empty.
     */
    static List<List<Term>> demandedBy(LabelSelector selector) {
        List<List<Term>> demands = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> demands.add(List.of(new Pair(key, value))));
        for (Requirement requirement : selector.matchExpressions()) {
            switch (requirement.operator()) {
                case IN ->
                    demands.add(requirement.values().stream()
                            .map(value -> (Term) new Pair(requirement.key(), value))
                            .toList());
                case EXISTS -> demands.add(List.of(new Key(requirement.key())));
                case NOT_IN, DOES_NOT_EXIST -> {}
            }
        }
        return demands.isEmpty() ? List.of(List.of(ANYTHING)) : List.copyOf(demands);
    }
}
