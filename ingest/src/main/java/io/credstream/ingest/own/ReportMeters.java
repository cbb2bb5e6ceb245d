package io.credstream.ingest.own;

import io.credstream.model.DeadLetter;
import io.credstream.model.Kind;
import io.credstream.observe.DeadLetterCount;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what an ingest has committed to the log. Thread-safe. */
public final class ReportMeters {

    private final Map<Kind, Counter> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Counter> again = new EnumMap<>(Kind.class);
    private final Map<Kind, Counter> gone = new EnumMap<>(Kind.class);
    private final DeadLetterCount deadLetters;

    public ReportMeters(Meters meters) {
        for (Kind kind : Kind.values()) {
            seen.put(kind, meters.counter(Metric.OBSERVATIONS, kind.display(), "seen"));
            again.put(kind, meters.counter(Metric.OBSERVATIONS, kind.display(), "again"));
            gone.put(kind, meters.counter(Metric.OBSERVATIONS, kind.display(), "gone"));
        }
        deadLetters = new DeadLetterCount(meters, Metric.Part.INGEST);
    }

    /** @param lost whether it was told before, and its topic had lost it */
    void seen(Kind kind, boolean lost) {
        Objects.requireNonNull((lost ? again : seen).get(kind)).increment();
    }

    void gone(Kind kind) {
        Objects.requireNonNull(gone.get(kind)).increment();
    }

    void putAside(DeadLetter.Code code) {
        deadLetters.add(code);
    }
}
