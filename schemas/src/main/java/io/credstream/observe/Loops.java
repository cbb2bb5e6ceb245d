package io.credstream.observe;

import io.credstream.observe.Metric.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The loops of a service, from which follow its readiness and two metrics for each kind of them. Thread-safe. */
public final class Loops implements AutoCloseable {

    private final LongSupplier nanos;
    private final Set<Loop> open = ConcurrentHashMap.newKeySet();
    private final List<Runnable> shown = new ArrayList<>();

    /**
     * Shows the service's metrics from now on.
     *
     * @param nanos the time, as {@link System#nanoTime} has it
     */
    public Loops(Meters meters, Part part, LongSupplier nanos) {
        this.nanos = nanos;
        for (Loop.Kind kind : Loop.Kind.values()) {
            if (kind.part() == part) {
                shown.add(meters.gauge(
                        Metric.PROGRESS_AGE, () -> longest(kind, Loop::progressAge), part.label(), kind.label()));
                shown.add(
                        meters.gauge(Metric.WORK_AGE, () -> longest(kind, Loop::workAge), part.label(), kind.label()));
            }
        }
    }

    /** With nobody who looks at what is measured. */
    public static Loops unseen(Part part) {
        return new Loops(Meters.unseen(), part, System::nanoTime);
    }

    /** A loop without work that waits. */
    public Loop open(Loop.Kind kind, String name) {
        return open(kind, name, OptionalLong::empty);
    }

    /**
     * A loop.
     *
     * @param name tells it from others of its kind; empty if there is one
     * @param oldestWork since when its oldest work waits, by this object's time; asked from any thread
     */
    public Loop open(Loop.Kind kind, String name, Supplier<OptionalLong> oldestWork) {
        Loop loop = new Loop(kind, name, nanos, oldestWork, open::remove);
        open.add(loop);
        return loop;
    }

    /** The time that ages are counted by. */
    public long now() {
        return nanos.getAsLong();
    }

    /** As well as the worst of them. */
    public Health check() {
        return open.stream()
                .sorted(Comparator.comparing(Loop::toString))
                .map(Loop::check)
                .reduce(Health.FINE, Health::and);
    }

    @Override
    public void close() {
        open.clear();
        shown.forEach(Runnable::run);
    }

    private double longest(Loop.Kind kind, Function<Loop, Duration> age) {
        return open.stream()
                        .filter(loop -> loop.kind() == kind)
                        .map(age)
                        .mapToLong(Duration::toMillis)
                        .max()
                        .orElse(0)
                / 1000.0;
    }
}
