package io.credstream.audit.pin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A {@code credSecretSelector} as it was observed on a Manifest, where it need not be one. */
public final class PinnedSelector {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PinnedSelector() {}

    /** Empty for what is no selector, and for one that would match every Secret (R3). */
    public static Optional<LabelSelector> parse(String json) {
        try {
            JsonNode selector = JSON.readTree(json);
            Map<String, String> labels = new TreeMap<>();
            selector.path("matchLabels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            List<Requirement> expressions = new ArrayList<>();
            for (JsonNode expression : selector.path("matchExpressions")) {
                expressions.add(requirement(expression));
            }
            return Optional.of(new LabelSelector(labels, expressions));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Requirement requirement(JsonNode expression) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        Operator operator = Arrays.stream(Operator.values())
                .filter(o -> o.display().equals(expression.path("operator").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operator"));
        return new Requirement(expression.path("key").asText(), operator, values);
    }
}
