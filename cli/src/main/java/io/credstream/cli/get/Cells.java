package io.credstream.cli.get;

import io.credstream.cli.output.Style;
import io.credstream.cli.text.Durations;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ObjectRef;
import io.credstream.rules.decide.Honoured;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How facts read in a cell of a table. */
final class Cells {
    private Cells() {}

    /** A selector as observed, in the form of {@link SelectorText}. */
    static @Nullable String selector(@Nullable String json) {
        return json == null ? null : SelectorText.ofJson(json);
    }

    /** Where the cluster stands beside it. */
    static String name(ObjectRef ref) {
        return ref.namespace() + "/" + ref.name();
    }

    static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
    }

    static String age(Instant time) {
        return Durations.age(time, Clock.systemUTC().instant());
    }

    /** {@code in 3d}, or {@code 2h ago}. */
    static @Nullable String expiry(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        Instant now = Clock.systemUTC().instant();
        return time.isAfter(now) ? "in " + Durations.age(now, time) : Durations.age(time, now) + " ago";
    }

    static @Nullable String notHonoured(Honoured honoured) {
        return honoured.isHonoured() ? null : Words.joined(honoured);
    }

    /** Lifecycle-manager's own state of a Manifest, or its trouble with credentials. */
    static @Nullable String verdict(Verdict verdict) {
        return verdict.code() == Verdict.Code.NONE ? verdict.state() : Words.of(verdict.code());
    }

    static Style ofTrouble(String text) {
        return text.equals("-") ? Style.FAINT : Style.BAD;
    }
}
