package io.credstream.guarantee;

import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.awaitility.Awaitility;

/** The instances of a service as the brokers know them: who is in its consumer group, and what was given to whom. */
public record Members(TestFleet world, Service service) {

    /** Nine JVMs that start at once on two busy cores take longer than anything that they do later. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Waits until there are so many, and each of them has a share; {@return their ids} Whoever comes back has a new one. */
    public Set<String> await(int count) {
        try (Admin admin = world.kafka().admin()) {
            return Awaitility.await(service + ": " + count + " members with a share each")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> shares(admin), shares -> shares.size() == count && !shares.containsValue(0))
                    .keySet();
        }
    }

    /** How many partitions each has; empty while they are being shared out. */
    private Map<String, Integer> shares(Admin admin) throws InterruptedException, ExecutionException {
        String group = Topics.DEFAULT_PREFIX + service.name().toLowerCase(Locale.ROOT);
        Map<String, Integer> shares = new TreeMap<>();
        try {
            ConsumerGroupDescription described = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .values()
                    .iterator()
                    .next()
                    .get();
            if (described.groupState() == GroupState.STABLE) {
                described
                        .members()
                        .forEach(member -> shares.put(
                                member.consumerId(),
                                member.assignment().topicPartitions().size()));
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return shares;
    }
}
