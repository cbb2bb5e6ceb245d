package io.credstream.observe;

import io.micrometer.core.instrument.Counter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts partitions that a service reads again from the beginning, by topic and reason; 0 is shown until there is one. Thread-safe.
 *
 * @param <R> why
 */
public final class ReadAgain<R extends Enum<R>> {

    private final Map<String, Map<R, Counter>> counters = new HashMap<>();

    public ReadAgain(Meters meters, Metric.Part part, Collection<String> topics, Class<R> reasons) {
        for (String topic : topics) {
            Map<R, Counter> of = new EnumMap<>(reasons);
            for (R reason : reasons.getEnumConstants()) {
                of.put(reason, meters.counter(Metric.READ_AGAIN, part.label(), topic, Meters.label(reason)));
            }
            counters.put(topic, of);
        }
    }

    /** A partition of one of the topics. */
    public void add(String topic, R reason) {
        Objects.requireNonNull(Objects.requireNonNull(counters.get(topic)).get(reason))
                .increment();
    }
}
