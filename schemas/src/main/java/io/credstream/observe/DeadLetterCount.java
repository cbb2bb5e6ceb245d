package io.credstream.observe;

import io.credstream.model.DeadLetter;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what a service puts aside, by code. Thread-safe. */
public final class DeadLetterCount {

    private final Map<DeadLetter.Code, Counter> counters = new EnumMap<>(DeadLetter.Code.class);

    public DeadLetterCount(Meters meters, Metric.Part part) {
        for (DeadLetter.Code code : DeadLetter.Code.values()) {
            counters.put(code, meters.counter(Metric.DEAD_LETTERS, part.label(), Meters.label(code)));
        }
    }

    public void add(DeadLetter.Code code) {
        Objects.requireNonNull(counters.get(code)).increment();
    }
}
