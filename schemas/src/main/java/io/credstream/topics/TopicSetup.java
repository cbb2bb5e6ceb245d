package io.credstream.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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

    /** As {@link #ensure(Admin, Topics)}, with a client of its own. */
    public void ensure(KafkaClients kafka, Topics topics) throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            ensure(admin, topics);
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
        List<TopicDifference> differences = differences(admin, topics, existing);
        if (!differences.isEmpty()) {
            throw new UnfitTopicsException(
                    differences.stream().map(TopicDifference::describe).toList());
        }
    }

    /** The topics as they are made where none of them exists, in the order in which data flow through them. */
    public List<NewTopic> catalogue(Topics topics) {
        return topics.all().stream()
                .map(topic -> wanted(topic, partitions, (short) maxReplication))
                .toList();
    }

    /** What is missing or unfit, in the order of the topics; changes nothing. */
    public List<TopicDifference> differences(Admin admin, Topics topics) throws InterruptedException {
        return differences(admin, topics, describe(admin, topics));
    }

    private List<TopicDifference> differences(Admin admin, Topics topics, Map<String, TopicDescription> existing)
            throws InterruptedException {
        List<TopicDifference> differences = new ArrayList<>(PartitionCounts.uneven(topics, counts(existing)));
        differences.addAll(unfitSettings(admin, topics, existing));
        List<String> order = topics.all().stream().map(Topic::name).toList();
        order.stream()
                .filter(topic -> !existing.containsKey(topic))
                .map(TopicDifference.Missing::new)
                .forEach(differences::add);
        differences.sort(Comparator.comparingInt(difference -> order.indexOf(difference.topic())));
        return differences;
    }

    /** Replicas of a topic that is created now: as many as wanted, as far as there are brokers. */
    public int replication(Admin admin) throws InterruptedException {
        return Math.min(
                maxReplication, Await.of(admin.describeCluster().nodes()).size());
    }

    /**
     * Creates the topics that are missing, and leaves those that exist as they are.
     *
     * @return the names of those that were missing
     */
    public List<String> createMissing(Admin admin, Topics topics) throws InterruptedException {
        Map<String, TopicDescription> existing = describe(admin, topics);
        Map<String, Integer> counts = counts(existing);
        short replication = (short) replication(admin);
        List<NewTopic> missing = topics.all().stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .map(topic -> wanted(
                        topic,
                        PartitionCounts.ofGroup(topics, topic.coPartitioned(), counts)
                                .orElse(partitions),
                        replication))
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
        return missing.stream().map(NewTopic::name).toList();
    }

    private NewTopic wanted(Topic<?> topic, int partitions, short replication) {
        return new NewTopic(topic.name(), partitions, replication)
                .configs(topic.retention().settings(historyWindow));
    }

    private static Map<String, Integer> counts(Map<String, TopicDescription> existing) {
        Map<String, Integer> counts = new HashMap<>();
        existing.forEach((topic, description) ->
                counts.put(topic, description.partitions().size()));
        return counts;
    }

    private static Map<String, TopicDescription> describe(Admin admin, Topics topics) throws InterruptedException {
        Set<String> present = new HashSet<>(Await.of(admin.listTopics().names()));
        Collection<String> ours =
                topics.all().stream().map(Topic::name).filter(present::contains).toList();
        return Await.of(admin.describeTopics(ours).allTopicNames());
    }

    private List<TopicDifference> unfitSettings(Admin admin, Topics topics, Map<String, TopicDescription> existing)
            throws InterruptedException {
        List<ConfigResource> histories = topics.all().stream()
                .filter(topic -> topic.retention() == Retention.HISTORY && existing.containsKey(topic.name()))
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<ConfigResource, Config> configs =
                Await.of(admin.describeConfigs(histories).all());
        return configs.entrySet().stream()
                .flatMap(entry -> historyLosses(entry.getKey().name(), entry.getValue()).stream())
                .toList();
    }

    private List<TopicDifference> historyLosses(String topic, Config config) {
        List<TopicDifference> losses = new ArrayList<>();
        require(topic, config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT, losses);
        require(topic, config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime", losses);
        String window = Long.toString(historyWindow.toMillis());
        for (String lag : List.of(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG)) {
            String value = config.get(lag).value();
            if (Long.parseLong(value) < historyWindow.toMillis()) {
                losses.add(new TopicDifference.OtherSetting(topic, lag, value, "at least " + window));
            }
        }
        return losses;
    }

    private static void require(
            String topic, Config config, String setting, String shouldBe, List<TopicDifference> losses) {
        String is = config.get(setting).value();
        if (!is.equals(shouldBe)) {
            losses.add(new TopicDifference.OtherSetting(topic, setting, is, shouldBe));
        }
    }
}
