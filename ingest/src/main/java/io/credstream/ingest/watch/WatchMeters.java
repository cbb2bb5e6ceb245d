package io.credstream.ingest.watch;

import io.credstream.model.Kind;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is measured of the watches of a process. Thread-safe. */
public final class WatchMeters {

    private final Meters meters;
    private final Clock clock;
    private final Map<Watched, Heard> heard = new ConcurrentHashMap<>();

    private record Watched(String cluster, Kind kind) {}

    /** When it was heard of last, and how to take it away; each is itself alone. */
    private static final class Heard {
        private final Supplier<Instant> last;
        private Runnable away = () -> {};

        private Heard(Supplier<Instant> last) {
            this.last = last;
        }
    }

    public WatchMeters(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            lists(kind, 0);
            for (WatchEvent.Type type : WatchEvent.Type.values()) {
                events(kind, type, 0);
            }
            for (String reason : Failure.labels()) {
                interruptions(kind, reason, 0);
            }
        }
    }

    /**
     * Shows how old the news of a kind are on a cluster, until it is told not to. Whoever watches the same after somebody else
     * takes its place, in whichever order the one comes and the other goes.
     */
    Runnable watching(String cluster, Kind kind, Supplier<Instant> last) {
        Watched watched = new Watched(cluster, kind);
        Heard mine = new Heard(last);
        heard.compute(watched, (key, before) -> {
            mine.away = before == null
                    ? meters.gauge(Metric.WATCH_AGE, () -> age(watched), cluster, kind.display())
                    : before.away;
            return mine;
        });
        return () -> heard.computeIfPresent(watched, (key, now) -> {
            if (now != mine) {
                return now;
            }
            mine.away.run();
            return null;
        });
    }

    void event(Kind kind, WatchEvent event) {
        events(kind, event.type(), 1);
    }

    void listed(Kind kind) {
        lists(kind, 1);
    }

    void interrupted(Kind kind, Failure failure) {
        interruptions(kind, failure.label(), 1);
    }

    private void interruptions(Kind kind, String reason, int more) {
        meters.counter(Metric.WATCH_INTERRUPTIONS, kind.display(), reason).increment(more);
    }

    private void events(Kind kind, WatchEvent.Type type, int more) {
        meters.counter(Metric.WATCH_EVENTS, kind.display(), Meters.label(type)).increment(more);
    }

    private void lists(Kind kind, int more) {
        meters.counter(Metric.WATCH_LISTS, kind.display()).increment(more);
    }

    private double age(Watched watched) {
        Heard of = heard.get(watched);
        return of == null
                ? Double.NaN
                : Duration.between(of.last.get(), clock.instant()).toMillis() / 1000.0;
    }
}
