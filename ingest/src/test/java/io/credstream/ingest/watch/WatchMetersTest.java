package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchMetersTest {

    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WatchMeters meters = new WatchMeters(Meters.in(registry), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void theAgeIsThatOfTheLastNewsUntilTheClusterIsNoLongerWatched() {
        Runnable away = meters.watching("kcp-eu", Kind.SECRET, () -> NOW.minusMillis(1_500));

        assertThat(age("kcp-eu")).isEqualTo(1.5);
        away.run();
        assertThat(gauge("kcp-eu")).isNull();
    }

    @Test
    void whoeverWatchesNextIsShownAlthoughTheFormerOneGoesLate() {
        Runnable former = meters.watching("kcp-eu", Kind.SECRET, () -> NOW.minusSeconds(100));
        Runnable next = meters.watching("kcp-eu", Kind.SECRET, () -> NOW.minusSeconds(1));

        former.run();

        assertThat(age("kcp-eu")).isEqualTo(1);
        next.run();
        assertThat(gauge("kcp-eu")).isNull();
    }

    @Test
    void interruptionsAreCountedByWhatTheyWere() {
        meters.interrupted(Kind.MANIFEST, new Failure.NotServed(new Trouble(Condition.NOT_SERVED, "404", "serve it")));
        meters.interrupted(Kind.MANIFEST, new Failure.Expired());

        assertThat(registry.get(Metric.WATCH_INTERRUPTIONS.text())
                        .tags("kind", "Manifest", "reason", "notserved")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double age(String cluster) {
        Gauge gauge = gauge(cluster);
        return gauge == null ? Double.NaN : gauge.value();
    }

    private @Nullable Gauge gauge(String cluster) {
        return registry.find(Metric.WATCH_AGE.text())
                .tags("cluster", cluster, "kind", "Secret")
                .gauge();
    }
}
