package io.credstream.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * The meters of a process; handed to its services. Only a declared {@link Metric} can be measured. Thread-safe, and what is
 * measured never waits for whoever looks.
 */
public final class Meters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };

    /** Of a label's value; ids and names that count are shorter. */
    private static final int LONGEST_LABEL = 253;

    private final MeterRegistry registry;

    private Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    public static Meters in(MeterRegistry registry) {
        return new Meters(registry);
    }

    /** Nobody looks. */
    public static Meters unseen() {
        return new Meters(new CompositeMeterRegistry());
    }

    /** The counter with these values of the metric's labels; it shows, as 0, from now on. */
    public Counter counter(Metric metric, String... values) {
        return Counter.builder(name(metric, Metric.Type.COUNTER))
                .description(metric.description())
                .tags(tags(metric, values))
                .register(registry);
    }

    /** A histogram of durations. */
    public Timer timer(Metric metric, String... values) {
        return Timer.builder(name(metric, Metric.Type.TIMER))
                .description(metric.description())
                .tags(tags(metric, values))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * Shows a value until it is told not to; one of the same metric and labels that is shown already stays.
     *
     * @param value asked at each scrape, from another thread
     * @return takes it away
     */
    public Runnable gauge(Metric metric, DoubleSupplier value, String... values) {
        Gauge gauge = Gauge.builder(name(metric, Metric.Type.GAUGE), value::getAsDouble)
                .description(metric.description())
                .tags(tags(metric, values))
                .strongReference(true)
                .register(registry);
        return () -> registry.remove(gauge);
    }

    /** As labels spell it. */
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String name(Metric metric, Metric.Type type) {
        if (metric.type() != type) {
            throw new IllegalArgumentException(metric + " is no " + type);
        }
        return metric.text();
    }

    private static Tags tags(Metric metric, String... values) {
        List<String> labels = metric.labels();
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(metric + " has the labels " + labels);
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(labels.get(i), Printable.line(values[i], LONGEST_LABEL)));
        }
        return Tags.of(tags);
    }
}
