package io.credstream.model;

import java.util.List;
import java.util.Map;

/**
 * A Kubernetes label selector: all of its labels and all of its expressions have to hold.
 *
 * <p>Never empty: an empty one would match every Secret, which is refused (R3).
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    public LabelSelector {
        matchLabels = Sorted.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
        if (matchLabels.isEmpty() && matchExpressions.isEmpty()) {
            throw new IllegalArgumentException("an empty selector would match every Secret");
        }
    }

    /** A selector of labels alone, as the guide's {@code oci-registry-cred} label states it. */
    public static LabelSelector of(Map<String, String> matchLabels) {
        return new LabelSelector(matchLabels, List.of());
    }

    public boolean matches(Map<String, String> labels) {
        return matchLabels.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())))
                && matchExpressions.stream().allMatch(r -> r.matches(labels));
    }

    /** One expression over one label key. */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = values.stream().sorted().distinct().toList();
            boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
            if (takesValues == values.isEmpty()) {
                throw new IllegalArgumentException("In and NotIn take values, Exists and DoesNotExist take none");
            }
        }

        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    /** As apimachinery defines them; the negative ones hold where the key is absent. */
    public enum Operator implements Spelled {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String display;

        Operator(String display) {
            this.display = display;
        }

        /** As Kubernetes spells it. */
        @Override
        public String display() {
            return display;
        }
    }
}
