package io.credstream.ingest;

import io.credstream.ingest.own.PartitionOwner;
import io.credstream.kube.Backoff;
import io.credstream.model.Cluster;
import io.credstream.observe.ConsumerLag;
import io.credstream.observe.GroupContact;
import io.credstream.observe.Health;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaTrouble;
import io.credstream.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code clusters} that fall to this instance, and their owners.
 *
 * <p>The group decides who should own a partition, the transactional id who does. When the two disagree, as they do while an
 * instance does not know yet that it was given up for dead, the worst is that a partition is taken over once too often.
 * Nothing is committed to the group, and what somebody else commits to it does not count: whoever gets a partition reads it whole.
 */
final class FleetShare implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetShare.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Topic<Cluster> clusters;
    private final PartitionOwner.Shared owning;
    private final SplittableGenerator random;
    private final Clock clock;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private final Consumer<String, byte[]> consumer;
    private final Map<Integer, PartitionOwner> owners = new ConcurrentHashMap<>();
    private final Map<Integer, Retry> retries = new HashMap<>();
    private final Loop loop;
    private final Thread thread;
    private final Duration session;
    private final Runnable lag;
    private long generation;
    private volatile boolean joined;
    private volatile boolean closing;
    private volatile String trouble = "";

    private record Retry(int failures, Instant due) {}

    private FleetShare(IngestConfig config, PartitionOwner.Shared owning, Meters meters, SplittableGenerator random) {
        this.clusters = owning.topics().clusters();
        this.owning = owning;
        this.random = random;
        this.generation = owning.fleet().generation();
        this.clock = owning.watching().clock();
        this.loop = owning.loops().open(Loop.Kind.FLEET, "");
        this.consumer = config.kafka().clients().consumer(settings(config));
        this.session = config.kafka().sessionTimeout();
        this.lag = ConsumerLag.show(meters, Metric.Part.INGEST, List.of(clusters.name()), consumer::metrics);
        this.thread = Thread.ofPlatform().name("ingest-fleet").unstarted(this::run);
    }

    static FleetShare start(
            IngestConfig config, PartitionOwner.Shared owning, Meters meters, SplittableGenerator random) {
        FleetShare share = new FleetShare(config, owning, meters, random);
        share.thread.start();
        return share;
    }

    private static Map<String, Object> settings(IngestConfig config) {
        Map<String, Object> settings =
                new HashMap<>(KafkaClients.membership(config.kafka().sessionTimeout()));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    Health check(boolean healthy) {
        List<String> reasons = new ArrayList<>();
        boolean alive = healthy;
        if (!healthy) {
            reasons.add("a loop ended because of a bug; see the log");
        }
        if (!thread.isAlive()) {
            alive = false;
            reasons.add("the loop that asks for partitions does not run");
        }
        if (!joined) {
            reasons.add("has not joined the consumer group yet");
        }
        String why = trouble;
        if (!why.isEmpty()) {
            reasons.add(why);
        }
        boolean owned = true;
        for (Map.Entry<Integer, PartitionOwner> entry : owners.entrySet()) {
            PartitionOwner owner = entry.getValue();
            if (owner.state() != PartitionOwner.State.OWNED) {
                owned = false;
                reasons.add("partition " + entry.getKey() + " is not owned yet"
                        + (owner.reason().isEmpty() ? "" : "; " + owner.reason()));
            } else if (!owner.reason().isEmpty()) {
                owned = false;
                reasons.add(owner.reason());
            }
            if (!owner.isAlive()) {
                alive = false;
                reasons.add("the loop of partition " + entry.getKey() + " does not run");
            }
        }
        Health share = new Health(alive, alive && joined && owned && why.isEmpty(), reasons);
        return share.and(GroupContact.lost(consumer.metrics(), session)
                .map(Health::notReady)
                .orElse(Health.FINE));
    }

    private void run() {
        try {
            consumer.subscribe(List.of(clusters.name()), new Rebalance());
            int failures = 0;
            while (!closing) {
                failures = poll(failures);
                beginAnewIfReplaced();
                retryGivenUp();
            }
        } catch (InterruptedException | WakeupException e) {
            LOG.atDebug().log("The share of the fleet is given back");
        } catch (RuntimeException | Error bug) {
            owning.watching().bulkhead().stop(bug);
        } finally {
            releaseAll();
        }
    }

    private void releaseAll() {
        try {
            consumer.close(CloseOptions.timeout(PATIENCE));
            release(List.copyOf(owners.keySet()));
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("The group was not left");
        }
    }

    /** Trouble with Kafka passes; the client connects again by itself. */
    private int poll(int failures) throws InterruptedException {
        loop.turned();
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                PartitionOwner owner = owners.get(record.partition());
                if (owner != null) {
                    owner.fleetChanged(TopicRecord.of(clusters, record));
                }
            }
            trouble = "";
            return 0;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (!KafkaTrouble.isTheirs(e)) {
                throw e;
            }
            trouble = KafkaTrouble.describe(e);
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("The group cannot be asked");
            Thread.sleep(backoff.delay(failures + 1, random));
            return failures + 1;
        }
    }

    /** What was taken over rests on offsets of a topic that is no more. */
    private void beginAnewIfReplaced() {
        long now = owning.fleet().generation();
        if (now != generation) {
            generation = now;
            LOG.atWarn()
                    .addKeyValue(LogKeys.TOPIC, clusters.name())
                    .log("The topic of the fleet was replaced; its partitions are read from their beginning");
            consumer.seekToBeginning(consumer.assignment());
            List<Integer> partitions = List.copyOf(owners.keySet());
            release(partitions);
            own(partitions);
        }
    }

    /** The group still says that it is ours: another attempt, from the beginning, and not at once. */
    private void retryGivenUp() {
        Instant now = clock.instant();
        for (int partition : List.copyOf(owners.keySet())) {
            PartitionOwner owner = owners.get(partition);
            Retry retry = retries.get(partition);
            if (owner == null || owner.state() == PartitionOwner.State.OWNED) {
                retries.remove(partition);
            } else if (owner.state() == PartitionOwner.State.GIVEN_UP) {
                if (retry == null || !retry.due().isAfter(now)) {
                    int failures = retry == null ? 1 : retry.failures() + 1;
                    if (retry != null) {
                        own(List.of(partition));
                    }
                    retries.put(partition, new Retry(failures, now.plus(backoff.delay(failures, random))));
                }
            }
        }
    }

    private void own(List<Integer> partitions) {
        for (int partition : partitions) {
            PartitionOwner before = owners.get(partition);
            String reason = before == null ? "" : before.reason();
            owners.put(partition, PartitionOwner.start(partition, owning, random.split(), reason));
        }
    }

    private void release(Collection<Integer> partitions) {
        List<PartitionOwner> released = new ArrayList<>();
        for (int partition : partitions) {
            PartitionOwner owner = owners.remove(partition);
            if (owner != null) {
                owner.stop();
                released.add(owner);
            }
        }
        for (PartitionOwner owner : released) {
            try {
                owner.awaitStopped(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        lag.run();
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            joined = true;
            consumer.seekToBeginning(assigned); // whatever somebody may have committed in the group's name
            own(assigned.stream().map(TopicPartition::partition).toList());
            log(assigned, "Partitions of the fleet were assigned");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            log(revoked, "Partitions of the fleet were revoked");
            release(revoked.stream().map(TopicPartition::partition).toList());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            log(lost, "Partitions of the fleet were lost");
            release(lost.stream().map(TopicPartition::partition).toList());
        }

        private void log(Collection<TopicPartition> partitions, String message) {
            if (!partitions.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue(
                                LogKeys.PARTITION,
                                partitions.stream()
                                        .map(TopicPartition::partition)
                                        .sorted()
                                        .toList())
                        .log(message);
            }
        }
    }
}
