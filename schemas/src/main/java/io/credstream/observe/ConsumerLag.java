package io.credstream.observe;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far a service is behind, by topic, from what its Kafka clients measure themselves.
 *
 * <p>Micrometer's own binders of Kafka clients would show each of their metrics for each partition, connection and client:
 * thousands of series, of which this is the one that answers a question.
 */
public final class ConsumerLag {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String LAG = "records-lag";

    private ConsumerLag() {}

    /**
     * Shows the lag until it is told not to.
     *
     * @param clients the metrics of the service's consumers, which can be had from any thread
     */
    public static Runnable show(
            Meters meters,
            io.credstream.observe.Metric.Part part,
            Collection<String> topics,
            Supplier<Map<MetricName, ? extends Metric>> clients) {
        return topics.stream()
                .map(topic -> meters.gauge(
                        io.credstream.observe.Metric.LAG, () -> of(topic, clients.get()), part.label(), topic))
                .reduce(() -> {}, (one, other) -> () -> {
                    one.run();
                    other.run();
                });
    }

    private static double of(String topic, Map<MetricName, ? extends Metric> metrics) {
        double sum = 0;
        for (Metric metric : metrics.values()) {
            MetricName name = metric.metricName();
            if (name.name().equals(LAG)
                    && name.group().equals(GROUP)
                    && topic.equals(name.tags().get("topic"))
                    && metric.metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                sum += lag;
            }
        }
        return sum;
    }
}
