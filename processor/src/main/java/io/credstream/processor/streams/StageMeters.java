package io.credstream.processor.streams;

import io.credstream.model.BindingState;
import io.credstream.model.DeadLetter;
import io.credstream.model.ObjectRef;
import io.credstream.observe.DeadLetterCount;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Step;
import io.credstream.rules.retry.Step.Action;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of the stages of a process. Thread-safe.
 *
 * <p>What is pending is shown for each cluster that has a Manifest here, and for no other: the metrics of one that left the
 * fleet go with its Manifests.
 */
public final class StageMeters {

    private static final long NOT_PENDING = -1;

    private final Meters meters;
    private final Clock clock;
    private final DeadLetterCount deadLetters;
    private final Map<String, Manifests> clusters = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> faulted = new ConcurrentHashMap<>();

    /** Since when each Manifest of a cluster is pending, in milliseconds, which a pause holds back, and how to take that away. */
    private record Manifests(Map<ObjectRef, Long> since, Set<ObjectRef> paused, List<Runnable> shown) {}

    public StageMeters(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.deadLetters = new DeadLetterCount(meters, Metric.Part.PROCESSOR);
        for (BindingState state : BindingState.values()) {
            for (Said said : Said.values()) {
                count(state, said, 0);
            }
        }
    }

    /** What can be said of a decision. */
    private enum Said {
        SENT,
        CLEARED,
        HELD
    }

    /** Of a task that begins. */
    Share begin() {
        return new Share();
    }

    /** What a stage cannot handle, of a task that begins. */
    Faults faults(String stage) {
        return new Faults(faulted.computeIfAbsent(stage, this::showFaulted));
    }

    /** Where what is put aside is counted. */
    public DeadLetterCount deadLetters() {
        return deadLetters;
    }

    /** As {@link Read#deadLetter}, and counts it. */
    public List<KeyValue<String, DeadLetter>> deadLetter(String key, Read<?> read) {
        List<KeyValue<String, DeadLetter>> letters = Read.deadLetter(key, read);
        letters.forEach(letter -> deadLetters.add(letter.value.code()));
        return letters;
    }

    /** What one task decides, from its beginning to its end. For its thread alone. */
    final class Share {

        private final Set<ObjectRef> own = new HashSet<>();

        private Share() {}

        void decided(ObjectRef manifest, Decision decision, Step step, Instant now) {
            Said said = said(step.action());
            if (said != null) {
                count(decision.state(), said, 1);
            }
            if (step.next() instanceof Attempts.Pending) {
                keep(manifest, now.toEpochMilli(), false);
            } else if (decision instanceof Decision.LeaveAlone(var state, var reason)
                    && reason == Decision.Reason.GONE) {
                forget(manifest);
            } else {
                keep(manifest, NOT_PENDING, isPaused(decision));
            }
        }

        void end() {
            List.copyOf(own).forEach(this::forget);
        }

        /** A decision that takes the place of another one is as old as that: the Manifest has been waiting all the while. */
        private void keep(ObjectRef manifest, long now, boolean paused) {
            own.add(manifest);
            clusters.compute(manifest.cluster(), (cluster, known) -> {
                Manifests of = known == null ? show(cluster) : known;
                if (paused) {
                    of.paused.add(manifest);
                } else {
                    of.paused.remove(manifest);
                }
                of.since.merge(
                        manifest,
                        now,
                        (before, after) -> before == NOT_PENDING || after == NOT_PENDING ? after : before);
                return of;
            });
        }

        private void forget(ObjectRef manifest) {
            if (own.remove(manifest)) {
                clusters.computeIfPresent(manifest.cluster(), (cluster, of) -> {
                    of.since.remove(manifest);
                    of.paused.remove(manifest);
                    if (!of.since.isEmpty()) {
                        return of;
                    }
                    of.shown.forEach(Runnable::run);
                    return null;
                });
            }
        }
    }

    /** How much of a task is faulted. For its thread alone. */
    final class Faults {

        private final AtomicInteger all;
        private int own;

        private Faults(AtomicInteger all) {
            this.all = all;
        }

        void are(int now) {
            all.addAndGet(now - own);
            own = now;
        }

        void deadLetter(DeadLetter.Code code) {
            deadLetters.add(code);
        }
    }

    private AtomicInteger showFaulted(String stage) {
        AtomicInteger shown = new AtomicInteger();
        meters.gauge(Metric.FAULTED_OBJECTS, shown::get, stage);
        return shown;
    }

    private Manifests show(String cluster) {
        Map<ObjectRef, Long> since = new ConcurrentHashMap<>();
        Set<ObjectRef> paused = ConcurrentHashMap.newKeySet();
        return new Manifests(
                since,
                paused,
                List.of(
                        meters.gauge(Metric.PENDING_MANIFESTS, () -> count(since), cluster),
                        meters.gauge(Metric.PENDING_AGE, () -> age(since), cluster),
                        meters.gauge(Metric.PAUSED_MANIFESTS, paused::size, cluster)));
    }

    private static boolean isPaused(Decision decision) {
        return decision instanceof Decision.LeaveAlone(var state, var reason) && reason == Decision.Reason.PAUSED;
    }

    private static double count(Map<ObjectRef, Long> since) {
        return since.values().stream().filter(time -> time != NOT_PENDING).count();
    }

    private double age(Map<ObjectRef, Long> since) {
        long now = clock.millis();
        long oldest = since.values().stream()
                .mapToLong(Long::longValue)
                .filter(time -> time != NOT_PENDING)
                .min()
                .orElse(now);
        return Math.max(0, now - oldest) / 1000.0;
    }

    private void count(BindingState state, Said said, int more) {
        meters.counter(Metric.DECISIONS, state.display(), Meters.label(said)).increment(more);
    }

    private static @Nullable Said said(Action action) {
        return switch (action) {
            case Action.Send ignored -> Said.SENT;
            case Action.Clear ignored -> Said.CLEARED;
            case Action.GiveWay ignored -> Said.HELD;
            case Action.Stay ignored -> null;
        };
    }
}
