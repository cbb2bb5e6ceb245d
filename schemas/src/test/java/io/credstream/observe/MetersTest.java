package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.in(registry);

    @Test
    void whatIsCountedShowsAsDeclared() {
        meters.counter(Metric.WATCH_EVENTS, "Secret", "changed").increment();

        assertThat(registry.get("credstream_watch_events_total")
                        .tags("kind", "Secret", "event", "changed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aGaugeIsAskedEachTimeAndGoesWhenItIsToldTo() {
        double[] value = {1};
        Runnable away = meters.gauge(Metric.BREAKER, () -> value[0], "kcp-eu");

        value[0] = 2;
        assertThat(registry.get("credstream_breaker_state").gauge().value()).isEqualTo(2);

        away.run();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void whatIsNotDeclaredCannotBeMeasured() {
        assertThatIllegalArgumentException().isThrownBy(() -> meters.counter(Metric.WATCH_EVENTS, "Secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> meters.counter(Metric.READY));
    }

    @Test
    void namesAreOfBaseUnitsAndNoLabelNamesAnObject() {
        assertThat(Metric.values()).extracting(Metric::text).doesNotHaveDuplicates();
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.text()).matches("credstream(_[a-z]+)+");
            assertThat(metric.text().endsWith("_total")).isEqualTo(metric.type() == Metric.Type.COUNTER);
            assertThat(metric.text().endsWith("_seconds") || metric.type() != Metric.Type.TIMER)
                    .isTrue();
            assertThat(metric.question()).endsWith("?");
            assertThat(metric.labels()).doesNotContain("namespace", "name", "object", "partition");
        });
        assertThat(Arrays.stream(Metric.values())
                        .filter(metric -> metric.labels().contains("cluster")))
                .containsExactlyInAnyOrder(
                        Metric.WATCH_AGE,
                        Metric.PENDING_MANIFESTS,
                        Metric.PENDING_AGE,
                        Metric.PAUSED_MANIFESTS,
                        Metric.BREAKER,
                        Metric.BUDGET_USE,
                        Metric.LEFT_OUT);
    }

    @Test
    void lagIsTheSumOverPartitionsOfTheTopic() {
        var metrics = Map.of(
                lagName("credstream.clusters", "0"), lag("credstream.clusters", "0", 3),
                lagName("credstream.clusters", "1"), lag("credstream.clusters", "1", 4),
                lagName("credstream.clusters", "2"), lag("credstream.clusters", "2", Double.NaN),
                lagName("credstream_clusters", "0"), lag("credstream_clusters", "0", 3),
                lagName("other", "0"), lag("other", "0", 5));

        Runnable away =
                ConsumerLag.show(meters, Metric.Part.SINK, List.of("credstream.clusters", "unassigned"), () -> metrics);

        assertThat(gauge("credstream.clusters")).isEqualTo(7);
        assertThat(gauge("unassigned")).isZero();
        away.run();
        assertThat(registry.getMeters()).isEmpty();
    }

    private double gauge(String topic) {
        return registry.get("credstream_consumer_lag_records")
                .tags("part", "sink", "topic", topic)
                .gauge()
                .value();
    }

    private static MetricName lagName(String topic, String partition) {
        return new MetricName(
                "records-lag",
                "consumer-fetch-manager-metrics",
                "",
                Map.of("client-id", "x", "topic", topic, "partition", partition));
    }

    private static KafkaMetric lag(String topic, String partition, double value) {
        Measurable measurable = (config, now) -> value;
        return new KafkaMetric(new Object(), lagName(topic, partition), measurable, new MetricConfig(), Time.SYSTEM);
    }
}
