package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class GroupContactTest {

    private static final Duration SESSION = Duration.ofSeconds(20);

    private final Map<MetricName, Metric> clients = new HashMap<>();

    @Test
    void aMemberThatSendsHeartbeatsIsInTouch() {
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "one", 20.0);
        assertThat(GroupContact.lost(clients, SESSION)).isEmpty();
    }

    @Test
    void whoNeverWasAMemberIsNotMissed() {
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "one", -1.0);
        assertThat(GroupContact.lost(clients, SESSION)).isEmpty();
        assertThat(GroupContact.lost(Map.of(), SESSION)).isEmpty();
    }

    @Test
    void oneOfSeveralThatIsSilentIsEnough() {
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "one", 0.0);
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "two", 21.0);
        assertThat(GroupContact.lost(clients, SESSION))
                .contains("no contact with the consumer group for 21 s; check that the brokers answer");
    }

    @Test
    void aConsumerThatWasClosedIsNotMissed() {
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "one", 0.0);
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "closed", 900.0);
        assertThat(GroupContact.lost(clients, Set.of("one"), SESSION)).isEmpty();
        assertThat(GroupContact.lost(clients, Set.of("one", "closed"), SESSION)).isPresent();
    }

    @Test
    void nothingElseIsTakenForAHeartbeat() {
        measured("consumer-coordinator-metrics", "last-rebalance-seconds-ago", "one", 900.0);
        measured("another-group", "last-heartbeat-seconds-ago", "one", 900.0);
        measured("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", "one", "not a number");
        assertThat(GroupContact.lost(clients, SESSION)).isEmpty();
    }

    private void measured(String group, String name, String client, Object value) {
        MetricName metric = new MetricName(name, group, "", Map.of("client-id", client));
        clients.put(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
