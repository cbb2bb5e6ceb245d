package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A label selector in the form that it has in a query: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}.
 *
 * <p>As everywhere in Kubernetes, {@code !=} and {@code notin} also match what lacks the label.
 */
record LabelSelector(List<Requirement> requirements) {

    static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private static final String KEY = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final String VALUE = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern EQUALITY = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern SET =
            Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(\\s*(" + VALUE + "(?:\\s*,\\s*" + VALUE + ")*)\\s*\\)");

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Parses a selector; an empty text selects everything.
     *
     * @throws KubeStatusException a bad request, if the text is no selector
     */
    static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        var requirements = new ArrayList<Requirement>();
        for (var part : splitOutsideParentheses(text)) {
            requirements.add(requirement(part.strip()));
        }
        return new LabelSelector(requirements);
    }

    private static List<String> splitOutsideParentheses(String text) {
        return List.of(text.split(",(?![^(]*\\))", -1));
    }

    private static Requirement requirement(String text) {
        var existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            var key = existence.group(2);
            return new Requirement(
                    key, existence.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST, List.of());
        }
        var equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            var operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equality.group(1), operator, List.of(equality.group(3)));
        }
        var set = SET.matcher(text);
        if (set.matches()) {
            var operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
            return new Requirement(set.group(1), operator, List.of(set.group(3).split("\\s*,\\s*", -1)));
        }
        throw KubeStatus.badRequest("unable to parse requirement: " + text);
    }

    boolean matches(JsonNode labels) {
        var texts = new HashMap<String, String>();
        labels.properties()
                .forEach(label -> texts.put(label.getKey(), label.getValue().asText()));
        return requirements.stream().allMatch(requirement -> requirement.matches(texts));
    }
}
