package io.credstream.sink.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Refuses every selector that lifecycle-manager would take for one of all Secrets, however it is spelled, and every one that it could
 * not read.
 *
 * <p>For client-go ({@code LabelSelectorAsSelector}) a selector without requirements selects everything: {@code null}, an object
 * without fields, with {@code matchLabels} that are absent, {@code null} or empty together with {@code matchExpressions} of the same
 * kind. Go ignores fields that it does not know, so a selector that is wrapped in another field, or spelled {@code matchlabels}, has
 * no requirements either. Nothing above client-go validates the field, because Manifests keep unknown fields there. So what is let
 * through is exactly what is known to be a requirement, and at least one.
 */
final class SelectorGuard {

    private static final Set<String> FIELDS = Set.of("matchLabels", "matchExpressions");
    private static final Set<String> EXPRESSION_FIELDS = Set.of("key", "operator", "values");
    private static final String WORD = "[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?";
    private static final String PREFIX = "([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?/)?";
    private static final Pattern KEY = Pattern.compile(PREFIX + WORD);
    private static final Pattern VALUE = Pattern.compile("(" + WORD + ")?");

    private SelectorGuard() {}

    /** Why it must not be written; empty if it may. */
    static Optional<String> refusal(JsonNode selector) {
        if (!selector.isObject()) {
            return Optional.of("a selector is no object");
        }
        if (!all(selector::fieldNames, FIELDS::contains)) {
            return Optional.of("a selector has a field that selectors do not have");
        }
        JsonNode labels = selector.path("matchLabels");
        JsonNode expressions = selector.path("matchExpressions");
        if (!isAbsent(labels) && !(labels.isObject() && all(labels.properties(), SelectorGuard::isLabel))) {
            return Optional.of("matchLabels of a selector are not labels");
        }
        if (!isAbsent(expressions) && !(expressions.isArray() && all(expressions, SelectorGuard::isRequirement))) {
            return Optional.of("matchExpressions of a selector are not requirements");
        }
        return labels.isEmpty() && expressions.isEmpty()
                ? Optional.of("a selector is empty and would select every Secret")
                : Optional.empty();
    }

    /** Both are the same to Go. */
    private static boolean isAbsent(JsonNode field) {
        return field.isMissingNode() || field.isNull();
    }

    private static boolean isLabel(Map.Entry<String, JsonNode> label) {
        return isKey(label.getKey()) && isValue(label.getValue());
    }

    private static boolean isRequirement(JsonNode requirement) {
        if (!requirement.isObject()
                || !all(requirement::fieldNames, EXPRESSION_FIELDS::contains)
                || !isKey(requirement.path("key").asText(""))) {
            return false;
        }
        JsonNode values = requirement.path("values");
        return switch (requirement.path("operator").asText("")) {
            case "In", "NotIn" -> values.isArray() && !values.isEmpty() && all(values, SelectorGuard::isValue);
            case "Exists", "DoesNotExist" -> isAbsent(values) || (values.isArray() && values.isEmpty());
            default -> false;
        };
    }

    private static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    private static boolean isValue(JsonNode value) {
        return value.isTextual() && VALUE.matcher(value.textValue()).matches();
    }

    private static <T> boolean all(Iterable<T> some, Predicate<T> test) {
        return StreamSupport.stream(some.spliterator(), false).allMatch(test);
    }
}
