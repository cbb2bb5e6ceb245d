package io.credstream.topics;

import io.credstream.topics.Topic.CoPartitioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing and verifies those that exist. Every service does this at its start, so whoever comes
 * first creates them.
 *
 * @param partitions of a topic that is created, unless topics that it has to fit exist already
 * @param maxReplication replicas of a topic that is created, as far as there are brokers
 * @param historyWindow for how long the log keeps every event
 */
public record TopicSetup(int partitions, int maxReplication, Duration historyWindow) {

    public static final TopicSetup DEFAULTS = new TopicSetup(16, 3, Duration.ofDays(90));

    private static final int PATIENCE = 100;
    private static final long PAUSE_MS = 100;

    public TopicSetup {
        if (partitions < 1 || maxReplication < 1 || historyWindow.isNegative()) {
            throw new IllegalArgumentException("partitions and replication must be positive, the window not negative");
        }
    }

    /**
     * Returns when all topics exist and are fit for use.
     *
     * @throws UnfitTopicsException with all problems at once, if existing topics would lose history or do not fit together
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
     */
    public void ensure(Admin admin, Topics topics) throws InterruptedException {
        createMissing(admin, topics);
        for (int patience = PATIENCE; ; patience--) {
            try {
                verify(admin, topics);
                return;
            } catch (UnknownTopicOrPartitionException e) {
                if (patience == 0) {
                    throw e;
                }
                Thread.sleep(PAUSE_MS); // what the controller has created reaches the brokers a little later
            }
        }
    }

    private void verify(Admin admin, Topics topics) throws InterruptedException {
        Map<String, TopicDescription> existing = Await.of(
                admin.describeTopics(topics.all().stream().map(Topic::name).toList())
                        .allTopicNames());
        List<String> problems = new ArrayList<>(unevenPartitions(topics, existing));
        problems.addAll(unfitSettings(admin, topics));
        if (!problems.isEmpty()) {
            throw new UnfitTopicsException(problems);
        }
    }

    /** Replicas of a topic that is created now: as many as wanted, as far as there are brokers. */
    public int replication(Admin admin) throws InterruptedException {
        return Math.min(
                maxReplication, Await.of(admin.describeCluster().nodes()).size());
    }

    private void createMissing(Admin admin, Topics topics) throws InterruptedException {
        Map<String, TopicDescription> existing = describe(admin, topics);
        short replication = (short) replication(admin);
        List<NewTopic> missing = topics.all().stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .map(topic -> new NewTopic(topic.name(), partitionsOf(topic, topics, existing), replication)
                        .configs(topic.retention().settings(historyWindow)))
                .toList();
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another service was quicker
                    throw Await.unwrapped(e);
                }
            }
        }
    }

    private int partitionsOf(Topic<?> topic, Topics topics, Map<String, TopicDescription> existing) {
        if (topic.coPartitioned() == CoPartitioned.ALONE) {
            return partitions;
        }
        return members(topics, topic.coPartitioned(), existing)
                .mapToInt(description -> description.partitions().size())
                .findFirst()
                .orElse(partitions);
    }

    private static Stream<TopicDescription> members(
            Topics topics, CoPartitioned group, Map<String, TopicDescription> existing) {
        return topics.all().stream()
                .filter(topic -> topic.coPartitioned() == group)
                .flatMap(topic -> Optional.ofNullable(existing.get(topic.name())).stream());
    }

    private static Map<String, TopicDescription> describe(Admin admin, Topics topics) throws InterruptedException {
        Set<String> present = new HashSet<>(Await.of(admin.listTopics().names()));
        Collection<String> ours =
                topics.all().stream().map(Topic::name).filter(present::contains).toList();
        return Await.of(admin.describeTopics(ours).allTopicNames());
    }

    private static List<String> unevenPartitions(Topics topics, Map<String, TopicDescription> existing) {
        List<String> problems = new ArrayList<>();
        for (CoPartitioned group : List.of(CoPartitioned.BY_CLUSTER, CoPartitioned.BY_MANIFEST)) {
            Map<String, Integer> counts = new TreeMap<>();
            members(topics, group, existing)
                    .forEach(
                            topic -> counts.put(topic.name(), topic.partitions().size()));
            if (new TreeSet<>(counts.values()).size() > 1) {
                problems.add("topics " + counts + " need equally many partitions: create the smaller ones anew");
            }
        }
        return problems;
    }

    private List<String> unfitSettings(Admin admin, Topics topics) throws InterruptedException {
        Map<ConfigResource, Topic<?>> histories = topics.all().stream()
                .filter(topic -> topic.retention() == Retention.HISTORY)
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic -> topic));
        Map<ConfigResource, Config> configs =
                Await.of(admin.describeConfigs(histories.keySet()).all());
        return configs.entrySet().stream()
                .flatMap(entry -> historyProblems(entry.getKey().name(), entry.getValue()).stream())
                .sorted()
                .toList();
    }

    private List<String> historyProblems(String topic, Config config) {
        List<String> problems = new ArrayList<>();
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            problems.add(unfit(topic, TopicConfig.CLEANUP_POLICY_CONFIG, policy, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        String timestamps =
                config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
        if (!timestamps.equals("LogAppendTime")) {
            problems.add(unfit(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps, "LogAppendTime"));
        }
        String window = Long.toString(historyWindow.toMillis());
        for (String lag : List.of(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG)) {
            String value = config.get(lag).value();
            if (Long.parseLong(value) < historyWindow.toMillis()) {
                problems.add(unfit(topic, lag, value, "at least " + window));
            }
        }
        return problems;
    }

    private static String unfit(String topic, String setting, String is, String shouldBe) {
        return "topic " + topic + " would lose history: " + setting + " is " + is + ", should be " + shouldBe;
    }
}
