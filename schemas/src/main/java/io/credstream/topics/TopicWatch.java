package io.credstream.topics;

import io.credstream.observe.LogKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches which topics exist, and under which id. A topic that was deleted and created again has another id, and offsets of the
 * former one mean nothing in it. Creates topics that went missing, where the service is allowed to.
 *
 * <p>Asks the brokers from a thread of its own, so callers never wait. Thread-safe.
 */
public final class TopicWatch implements AutoCloseable {

    /** How often services look. A topic lives for longer than that before its offsets can be mistaken for another's. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final long PAUSE_MS = 100;

    private final Supplier<Admin> clients;
    private final TopicSetup setup;
    private final Topics topics;
    private final Set<String> changelogs;
    private final Duration interval;
    private final Thread thread;
    private final ReentrantLock looking = new ReentrantLock();
    private final Map<String, NewTopic> knownChangelogs = new HashMap<>();
    private volatile Map<String, Uuid> ids = Map.of();
    private volatile @Nullable String trouble;
    private volatile boolean closed;

    private TopicWatch(
            Supplier<Admin> clients, TopicSetup setup, Topics topics, Set<String> changelogs, Duration interval) {
        this.clients = clients;
        this.setup = setup;
        this.topics = topics;
        this.changelogs = Set.copyOf(changelogs);
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("topic-watch").unstarted(this::run);
    }

    /**
     * Starts to look. Returns at once; ids are known a moment later.
     *
     * @param clients makes the client that asks; called again after trouble
     * @param setup how topics that are missing are created
     */
    public static TopicWatch start(Supplier<Admin> clients, TopicSetup setup, Topics topics, Duration interval) {
        return start(clients, setup, topics, Set.of(), interval);
    }

    /**
     * As above, for an application of Kafka Streams.
     *
     * @param changelogs names of its changelogs. Kafka Streams creates them when it shares out work; one that goes missing later is
     *     created here, since its producer would wait for it, and a stream thread for that
     */
    public static TopicWatch start(
            Supplier<Admin> clients, TopicSetup setup, Topics topics, Set<String> changelogs, Duration interval) {
        TopicWatch watch = new TopicWatch(clients, setup, topics, changelogs, interval);
        watch.thread.start();
        return watch;
    }

    /** The ids of all topics that existed at the last look, by name; the same object until the next look. Empty before the first. */
    public Map<String, Uuid> ids() {
        return ids;
    }

    /**
     * Looks now, in the caller's thread, until all of these topics exist or the time is over.
     *
     * @return as {@link #ids()}, of this look
     * @throws KafkaException if the brokers cannot be asked
     */
    public Map<String, Uuid> look(Set<String> wanted, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        try (Admin admin = clients.get()) {
            look(admin);
            while (!ids.keySet().containsAll(wanted) && System.nanoTime() < end) {
                Thread.sleep(PAUSE_MS); // what the controller has created reaches the brokers a little later
                look(admin);
            }
            return ids;
        }
    }

    /** The id of a topic, as of the last look; empty if it did not exist then or has not been looked at. */
    public Optional<Uuid> id(String topic) {
        return Optional.ofNullable(ids.get(topic));
    }

    /** Why the topics could not be looked at, which are missing and could not be created, or which do not fit; for a person, with the fix. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (Admin admin = clients.get()) {
                while (!closed) {
                    look(admin);
                    Thread.sleep(interval);
                }
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException e) {
                trouble = KafkaTrouble.describe(e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** What one look finds is kept as a whole, so that ids of two looks are never mixed; and in the order of the looks. */
    private void look(Admin admin) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            Map<String, Uuid> found = new HashMap<>();
            Map<String, Integer> partitions = new HashMap<>();
            List<String> missing = new ArrayList<>();
            describe(admin)
                    .forEach((topic, description) -> description.ifPresentOrElse(
                            is -> {
                                found.put(topic, is.topicId());
                                partitions.put(topic, is.partitions().size());
                            },
                            () -> missing.add(topic)));
            missing.removeAll(changelogs);
            ids = Map.copyOf(found);
            trouble = missing.isEmpty() ? uneven(partitions) : create(admin, missing);
            createChangelogs(admin);
        } finally {
            looking.unlock();
        }
    }

    /** Services find topics that do not fit at their start; this is for those that were altered since. */
    private @Nullable String uneven(Map<String, Integer> partitions) {
        List<TopicDifference> uneven = PartitionCounts.uneven(topics, partitions);
        return uneven.isEmpty()
                ? null
                : uneven.stream().map(TopicDifference::describe).collect(Collectors.joining("; "));
    }

    private Map<String, Optional<TopicDescription>> describe(Admin admin) throws InterruptedException {
        List<String> names = Stream.concat(topics.all().stream().map(Topic::name), changelogs.stream())
                .toList();
        Map<String, Optional<TopicDescription>> described = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                TopicDescription description = answer.getValue().get();
                described.put(answer.getKey(), Optional.of(description));
                if (changelogs.contains(answer.getKey())) {
                    knownChangelogs.put(answer.getKey(), likeChangelog(description));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw Await.unwrapped(e);
                }
                described.put(answer.getKey(), Optional.empty());
            }
        }
        return described;
    }

    private void createChangelogs(Admin admin) throws InterruptedException {
        List<NewTopic> lost = knownChangelogs.values().stream()
                .filter(topic -> !ids.containsKey(topic.name()))
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        for (KafkaFuture<Void> creation : admin.createTopics(lost).values().values()) {
            try {
                creation.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another instance was quicker
                    throw Await.unwrapped(e);
                }
            }
        }
        LOG.atWarn()
                .addKeyValue(
                        LogKeys.TOPIC,
                        String.join(", ", lost.stream().map(NewTopic::name).toList()))
                .log("Changelogs were missing and have been created; the state in them is lost");
    }

    /** As Kafka Streams creates the changelog of a key-value store. */
    private static NewTopic likeChangelog(TopicDescription description) {
        short replication =
                (short) description.partitions().getFirst().replicas().size();
        return new NewTopic(description.name(), description.partitions().size(), replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime"));
    }

    /** Returns what is wrong if they could not be created. They have ids at the next look. */
    private @Nullable String create(Admin admin, List<String> missing) throws InterruptedException {
        try {
            List<String> created = setup.createMissing(admin, topics);
            if (!created.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue(LogKeys.TOPIC, String.join(", ", created))
                        .log("Topics were missing and have been created; what they held before is lost");
            }
            return null;
        } catch (KafkaException e) {
            return "topics are missing: "
                    + String.join(", ", Set.copyOf(missing).stream().sorted().toList())
                    + "; create them with 'credstream topics apply'";
        }
    }
}
