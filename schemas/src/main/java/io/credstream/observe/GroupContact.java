package io.credstream.observe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether the members of consumer groups are in touch with their brokers, from what the Kafka clients measure themselves.
 *
 * <p>A consumer whose brokers are gone fails with nothing: it polls no records, as one does that has nothing to read. Its heartbeats
 * tell the difference. The client sends them to a coordinator that it reaches, from a thread of its own, whether there are records
 * or not, and stops when none has answered for a session.
 */
public final class GroupContact {

    private static final String GROUP = "consumer-coordinator-metrics";
    private static final String AGE = "last-heartbeat-seconds-ago";

    private static final String CLIENT_ID = "client-id";

    private GroupContact() {}

    /**
     * Says for how long a member has sent no heartbeat, if that is too long. A consumer that never was a member is none.
     *
     * @param clients the metrics of a service's consumers, which can be had from any thread
     * @param limit how long there may be none; not less than the session timeout
     */
    public static Optional<String> lost(Map<MetricName, ? extends Metric> clients, Duration limit) {
        return lost(clients, id -> true, limit);
    }

    /**
     * As {@link #lost(Map, Duration)}, of some consumers only.
     *
     * @param consumers the ids of the clients that are to be in touch; others have been closed, and their metrics say no more
     */
    public static Optional<String> lost(
            Map<MetricName, ? extends Metric> clients, Set<String> consumers, Duration limit) {
        return lost(clients, consumers::contains, limit);
    }

    private static Optional<String> lost(
            Map<MetricName, ? extends Metric> clients, Predicate<String> counts, Duration limit) {
        return clients.values().stream()
                .filter(metric -> metric.metricName().name().equals(AGE)
                        && counts.test(metric.metricName().tags().getOrDefault(CLIENT_ID, ""))
                        && metric.metricName().group().equals(GROUP))
                .flatMapToDouble(metric ->
                        metric.metricValue() instanceof Double age ? DoubleStream.of(age) : DoubleStream.empty())
                .filter(age -> age > limit.toSeconds())
                .max()
                .stream()
                .mapToObj(age -> "no contact with the consumer group for " + Math.round(age)
                        + " s; check that the brokers answer")
                .findFirst();
    }
}
