package io.credstream.cli.get;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.Durations;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How facts read in a cell of a table. */
final class Cells {
    private static final JsonMapper JSON = new JsonMapper();

    private Cells() {}

    /** As kubectl writes selectors: {@code a=b,c in (d,e),!f}. */
    static String selector(LabelSelector selector) {
        return Stream.concat(
                        selector.matchLabels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()),
                        selector.matchExpressions().stream().map(Cells::requirement))
                .collect(Collectors.joining(","));
    }

    /** A selector as observed: as above if it has labels only, else as it is. */
    static @Nullable String selector(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode labels = JSON.readTree(json);
            if (labels.size() == 1 && labels.path("matchLabels").isObject()) {
                return labels.path("matchLabels").properties().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().asText())
                        .collect(Collectors.joining(","));
            }
            return json;
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
    }

    static String age(String instant) {
        return Durations.age(Instant.parse(instant), Clock.systemUTC().instant());
    }

    /** {@code in 3d}, or {@code 2h ago}. */
    static @Nullable String expiry(@Nullable String instant) {
        if (instant == null) {
            return null;
        }
        Instant now = Clock.systemUTC().instant();
        Instant then = Instant.parse(instant);
        return then.isAfter(now) ? "in " + Durations.age(now, then) : Durations.age(then, now) + " ago";
    }

    /** {@code KUBECONFIG_MISSING} as {@code KubeconfigMissing}, like the states of bindings. */
    static String words(Enum<?> constant) {
        return Stream.of(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static Style ofState(String state) {
        return switch (state) {
            case "Bound", "Watched", "Honoured", "Ready" -> Style.GOOD;
            case "-", "Unlabelled" -> Style.FAINT;
            case "NoMatch", "NotCovered", "Ambiguous", "NotHonoured", "Connecting", "NoTemplate", "AmbiguousTemplate" ->
                Style.ATTENTION;
            default -> Style.BAD;
        };
    }

    static Style ofTrouble(String text) {
        return text.equals("-") ? Style.FAINT : Style.BAD;
    }

    private static String requirement(Requirement r) {
        String values = r.values().stream().collect(Collectors.joining(",", "(", ")"));
        return switch (r.operator()) {
            case IN -> r.key() + " in " + values;
            case NOT_IN -> r.key() + " notin " + values;
            case EXISTS -> r.key();
            case DOES_NOT_EXIST -> "!" + r.key();
        };
    }
}
