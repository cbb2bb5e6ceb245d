package io.credstream.ingest.own;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.observe.Loop;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;

/**
 * The epochs of control planes, whoever watches them, as their statuses say. Whoever watches a runtime that has templates says in its
 * status of which it has heard (R22). Reads nothing as long as nobody asks, and then the partitions of those that were asked for.
 *
 * <p>Safe for use by any thread.
 */
public final class ControlPlaneEpochs implements AutoCloseable {

    private final Topic<ClusterStatus> topic;
    private final TopicFollower<ClusterStatus> follower;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> begun = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private ControlPlaneEpochs(TopicFollower.Source<ClusterStatus> source) {
        this.topic = source.topic();
        this.follower = new TopicFollower<>("control-planes", source, new Following());
    }

    /**
     * Begins to read, as soon as somebody asks.
     *
     * @param id of the topic, as far as it is known
     * @param bugs gets what it cannot go on after
     * @param loop turns as it does
     */
    public static ControlPlaneEpochs start(
            KafkaClients kafka,
            Topic<ClusterStatus> topic,
            Supplier<Optional<Uuid>> id,
            RandomGenerator random,
            Consumer<Throwable> bugs,
            Loop loop) {
        var epochs = new ControlPlaneEpochs(new TopicFollower.Source<>(kafka, topic, id, random, bugs, loop));
        epochs.follower.start();
        return epochs;
    }

    /** The latest epoch of a control plane. Empty if it is not known, or not yet: it is looked for from now on. */
    Optional<Instant> epoch(String controlPlane) {
        asked.add(controlPlane);
        return Optional.ofNullable(begun.get(controlPlane));
    }

    /** Grows when there is a later epoch of one that was asked for. Whoever asks before it looks misses nothing. */
    long changes() {
        return changes.get();
    }

    /** Why they cannot be read; empty if they can, or need not be. */
    public Optional<String> trouble() {
        return follower.trouble().map("the statuses of control planes cannot be followed: "::concat);
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Following implements TopicFollower.Listener<ClusterStatus> {

        @Override
        public boolean needs(int partition, int partitions) {
            return asked.stream().anyMatch(controlPlane -> topic.partition(controlPlane, partitions) == partition);
        }

        @Override
        public boolean needsAny() {
            return !asked.isEmpty();
        }

        /** What is read of clusters that nobody asked for is kept: when somebody does, their partition is not read again. */
        @Override
        public void take(TopicRecord<ClusterStatus> record) {
            if (record instanceof TopicRecord.Value<ClusterStatus> value) {
                Epoch epoch = value.value().epoch();
                if (epoch != null
                        && !epoch.begun().equals(begun.put(value.key(), epoch.begun()))
                        && asked.contains(value.key())) {
                    changes.incrementAndGet();
                }
            }
        }

        @Override
        public void polled(boolean news) {}

        @Override
        public void replaced() {}
    }
}
