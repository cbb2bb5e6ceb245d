package io.credstream.cli.get;

import io.credstream.cli.output.Style;
import io.credstream.cli.text.Durations;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How facts read in a cell of a table. */
final class Cells {
    private Cells() {}

    /** A selector as observed, in the form of {@link SelectorText}. */
    static @Nullable String selector(@Nullable String json) {
        return json == null ? null : SelectorText.ofJson(json);
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
        return Words.joined(constant);
    }

    /** {@code cluster/namespace/name}, as far as there is something to say. */
    static String path(Row row) {
        return Stream.of(row.cluster(), row.namespace(), row.name())
                .filter(segment -> !segment.isEmpty())
                .collect(Collectors.joining("/"));
    }

    static Style ofTrouble(String text) {
        return text.equals("-") ? Style.FAINT : Style.BAD;
    }
}
