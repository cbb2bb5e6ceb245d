package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.LayerSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The value of the label {@code oci-registry-cred} (R3): a map of labels, or as an extension a whole LabelSelector.
 *
 * <p>It is a LabelSelector if it has {@code matchLabels} or {@code matchExpressions} and that is no string, since a string would
 * make it a label of that name. All problems are told at once.
 */
final class SelectorLabel {
    /** Labels, expressions and their values together. */
    static final int MAX_TERMS = 100;

    private static final String EXAMPLE =
            "write a map of labels, such as operator.kyma-project.io/oci-registry-cred: my-registry";
    private static final String MATCH_LABELS = "matchLabels";
    private static final String MATCH_EXPRESSIONS = "matchExpressions";
    private static final int MAX_PROBLEMS = 5;
    private static final int MAX_QUOTED = 80;

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Requirement> expressions = new ArrayList<>();
    private int terms;

    private SelectorLabel() {}

    static LayerSelector read(JsonNode value) {
        if (!value.isObject()) {
            return new LayerSelector.Invalid("its value is " + Json.describe(value) + ": " + EXAMPLE);
        }
        return new SelectorLabel().of(value);
    }

    private LayerSelector of(JsonNode value) {
        if (isSelector(value)) {
            readSelector(value);
        } else {
            readLabels(value, "");
        }
        if (terms > MAX_TERMS) {
            problems.add("it has more than " + MAX_TERMS + " labels, expressions and values: write fewer");
        }
        if (problems.isEmpty() && labels.isEmpty() && expressions.isEmpty()) {
            problems.add("it is empty, which would select every Secret: " + EXAMPLE);
        }
        return problems.isEmpty()
                ? new LayerSelector.Labelled(new LabelSelector(labels, expressions))
                : new LayerSelector.Invalid(told());
    }

    static boolean isSelector(JsonNode value) {
        return isStructure(value.path(MATCH_LABELS)) || isStructure(value.path(MATCH_EXPRESSIONS));
    }

    private void readSelector(JsonNode value) {
        value.fieldNames().forEachRemaining(field -> {
            if (!field.equals(MATCH_LABELS) && !field.equals(MATCH_EXPRESSIONS)) {
                problems.add(quoted(field) + " stands beside " + MATCH_LABELS + " or " + MATCH_EXPRESSIONS
                        + ": write it into " + MATCH_LABELS);
            }
        });
        JsonNode matchLabels = value.path(MATCH_LABELS);
        if (matchLabels.isObject()) {
            readLabels(matchLabels, MATCH_LABELS + ": ");
        } else if (!Json.isAbsent(matchLabels)) {
            problems.add(MATCH_LABELS + " is " + Json.describe(matchLabels) + ": write a map of labels");
        }
        JsonNode matchExpressions = value.path(MATCH_EXPRESSIONS);
        if (matchExpressions.isArray()) {
            matchExpressions.forEach(this::readExpression);
        } else if (!Json.isAbsent(matchExpressions)) {
            problems.add(MATCH_EXPRESSIONS + " is " + Json.describe(matchExpressions) + ": write a list");
        }
    }

    private void readLabels(JsonNode map, String at) {
        map.properties().forEach(label -> {
            terms++;
            JsonNode value = label.getValue();
            LabelSyntax.problemOfKey(label.getKey())
                    .ifPresent(fix -> problems.add(at + quoted(label.getKey()) + " is no label key: " + fix));
            if (!value.isTextual()) {
                problems.add(at + "the value of " + quoted(label.getKey()) + " is " + Json.describe(value)
                        + ": write a string in quotes");
            } else {
                checkValue(value.textValue(), at + "the value of " + quoted(label.getKey()));
                labels.put(label.getKey(), value.textValue());
            }
        });
    }

    private void readExpression(JsonNode expression) {
        terms++;
        String key = Json.text(expression.path("key"));
        if (key == null) {
            problems.add(MATCH_EXPRESSIONS + ": an expression has no key: write the label's key as a string");
            return;
        }
        LabelSyntax.problemOfKey(key)
                .ifPresent(fix -> problems.add(MATCH_EXPRESSIONS + ": " + quoted(key) + " is no label key: " + fix));
        Optional<Operator> operator = operator(expression.path("operator"));
        if (operator.isEmpty()) {
            problems.add(MATCH_EXPRESSIONS + ": the operator of " + quoted(key)
                    + " is none: write In, NotIn, Exists or " + "DoesNotExist");
            return;
        }
        List<String> values = readValues(expression.path("values"), key);
        boolean takesValues = operator.get() == Operator.IN || operator.get() == Operator.NOT_IN;
        if (takesValues == values.isEmpty()) {
            problems.add(MATCH_EXPRESSIONS + ": " + quoted(key) + " with "
                    + operator.get().display()
                    + (takesValues ? " takes values: write at least one" : " takes no values: leave them out"));
            return;
        }
        expressions.add(new Requirement(key, operator.get(), values));
    }

    private List<String> readValues(JsonNode values, String key) {
        List<String> read = new ArrayList<>();
        String what = MATCH_EXPRESSIONS + ": a value of " + quoted(key);
        if (!values.isArray() && !Json.isAbsent(values)) {
            problems.add(MATCH_EXPRESSIONS + ": the values of " + quoted(key) + " are " + Json.describe(values)
                    + ": write a list");
        }
        for (JsonNode value : values.isArray() ? values : List.<JsonNode>of()) {
            terms++;
            // What is no string is kept as one, so that no second problem is told of the same value.
            read.add(value.asText());
            if (value.isTextual()) {
                checkValue(value.textValue(), what);
            } else {
                problems.add(what + " is " + Json.describe(value) + ": write a string in quotes");
            }
        }
        return read;
    }

    private void checkValue(String value, String what) {
        LabelSyntax.problemOfValue(value).ifPresent(fix -> problems.add(what + " is no label value: " + fix));
    }

    private String told() {
        String told = String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
        int more = problems.size() - MAX_PROBLEMS;
        return more > 0 ? told + "; and " + more + " more" : told;
    }

    private static boolean isStructure(JsonNode node) {
        return !node.isMissingNode() && !node.isTextual();
    }

    private static Optional<Operator> operator(JsonNode node) {
        return Stream.of(Operator.values())
                .filter(operator -> operator.display().equals(Json.text(node)))
                .findFirst();
    }

    private static String quoted(String key) {
        return "'" + (key.length() <= MAX_QUOTED ? key : key.substring(0, MAX_QUOTED) + "…") + "'";
    }
}
