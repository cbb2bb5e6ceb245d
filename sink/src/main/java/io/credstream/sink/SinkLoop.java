package io.credstream.sink;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads decisions, hands them to the lanes, and commits what is settled.
 *
 * <p>A partition that is assigned is read to its end before the first of its decisions is carried out. One that is taken away
 * is given up only when none of its requests is under way, so that its next owner starts from what is; a request that
 * outlives even that is stopped by its guards. Not thread-safe: everything happens on the thread that calls.
 */
final class SinkLoop implements ConsumerRebalanceListener, Intake.Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(2);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

    private final Consumer<String, byte[]> consumer;
    private final Topic<ManifestUpdate> topic;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Outbox outbox;
    private final int maxPending;
    private final Duration releaseLimit;

    private final Runnable beforeTakingOver;

    private final List<Decision> arrived = new ArrayList<>();
    private final Map<TopicPartition, Intake> intakes = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean joined;
    private long lastCommit = System.nanoTime();

    /**
     * @param releaseLimit for how long a partition is held back at most that is to be given up
     * @param beforeTakingOver brings what is known besides decisions up to what a former owner said
     */
    SinkLoop(
            Consumer<String, byte[]> consumer,
            Topic<ManifestUpdate> topic,
            Lanes lanes,
            Ledger ledger,
            Outbox outbox,
            int maxPending,
            Duration releaseLimit,
            Runnable beforeTakingOver) {
        this.consumer = consumer;
        this.topic = topic;
        this.lanes = lanes;
        this.ledger = ledger;
        this.outbox = outbox;
        this.maxPending = maxPending;
        this.releaseLimit = releaseLimit;
        this.beforeTakingOver = beforeTakingOver;
    }

    void join() {
        consumer.subscribe(List.of(topic.name()), this);
    }

    /** Reads what there is, for at most that long. */
    void step(Duration poll) {
        var records = consumer.poll(poll);
        for (TopicPartition partition : records.partitions()) {
            Intake intake = intakes.get(partition);
            if (intake != null) {
                records.records(partition).forEach(raw -> intake.accept(TopicRecord.of(topic, raw)));
            }
        }
        intakes.forEach((partition, intake) -> intake.reached(consumer.position(partition)));
        passOn();
        limitPending();
        if (System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
            commit();
        }
    }

    /** Whether we are a member of the group, and everything that was there when we became one has been read. */
    boolean caughtUp() {
        return joined && intakes.values().stream().noneMatch(Intake::catchesUp);
    }

    /** Gives up all partitions, in order, and within seconds. */
    void leave() {
        release(Set.copyOf(intakes.keySet()), LEAVE_LIMIT.compareTo(releaseLimit) < 0 ? LEAVE_LIMIT : releaseLimit);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        beforeTakingOver.run();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            var intake = new Intake(consumer.position(partition), end, this);
            intakes.put(partition, intake);
            ledger.open(partition.partition(), intake.progress());
            LOG.atInfo()
                    .addKeyValue(LogKeys.TOPIC, partition.topic())
                    .addKeyValue(LogKeys.PARTITION, partition.partition())
                    .addKeyValue(LogKeys.OFFSET, end)
                    .log("Taking over a partition; nothing of it is written before its end is read");
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        release(partitions, releaseLimit);
    }

    /** Somebody else owns them by now, so there is nothing to wait for and nothing that we could commit. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.atWarn().addKeyValue(LogKeys.COUNT, partitions.size()).log("Lost partitions");
        var unused = lanes.release(numbers(partitions));
        forget(partitions);
    }

    @Override
    public void decided(Decision decision) {
        arrived.add(decision);
    }

    @Override
    public void withdrawn(int partition, String manifest) {
        passOn();
        lanes.cancel(partition, manifest);
    }

    private void passOn() {
        if (!arrived.isEmpty()) {
            lanes.offer(List.copyOf(arrived));
            arrived.clear();
        }
    }

    @Override
    public void unreadable(DeadLetter.Code code, Coordinates at) {
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, at.topic())
                .addKeyValue(LogKeys.PARTITION, at.partition())
                .addKeyValue(LogKeys.OFFSET, at.offset())
                .addKeyValue(LogKeys.REASON, code)
                .log("Passing over a record that cannot be read");
        ledger.putAside(code, at);
    }

    /** What is not settled when patience ends is not committed either, and comes again to whoever is next. */
    private void release(Collection<TopicPartition> partitions, Duration patience) {
        try {
            awaitDrained(partitions, patience);
            if (!outbox.awaitSent(COMMIT_LIMIT)) {
                LOG.atWarn().log("Leaving reports behind; the decisions they are about will be tried again");
            }
            consumer.commitSync(positions(partitions), COMMIT_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            notCommitted(e);
        }
        forget(partitions);
    }

    private void awaitDrained(Collection<TopicPartition> partitions, Duration patience) throws InterruptedException {
        try {
            lanes.release(numbers(partitions)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atWarn().log("Giving up partitions while requests are still under way");
        } catch (ExecutionException e) {
            throw new IllegalStateException("lanes do not fail to end", e);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        ledger.close(numbers(partitions));
        intakes.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    private void commit() {
        lastCommit = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> changed = positions(intakes.keySet());
        changed.entrySet()
                .removeIf(entry -> Long.valueOf(entry.getValue().offset()).equals(committed.get(entry.getKey())));
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        consumer.commitAsync(changed, (offsets, failure) -> {
            if (failure != null) {
                committed.keySet().removeAll(offsets.keySet());
                notCommitted(failure);
            }
        });
    }

    /** Costs nothing but that some settled decisions will be read again. */
    private static void notCommitted(Exception failure) {
        LOG.atInfo()
                .addKeyValue(LogKeys.REASON, failure.getClass().getSimpleName())
                .log("Could not commit; it will be tried again, here or by the next owner");
    }

    private Map<TopicPartition, OffsetAndMetadata> positions(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Intake intake = intakes.get(partition);
            if (intake != null) {
                positions.put(partition, new OffsetAndMetadata(intake.progress().committable()));
            }
        }
        return positions;
    }

    /** Whoever is still catching up has to go on: it holds no more than the newest decision of each Manifest. */
    private void limitPending() {
        if (ledger.unsettled() > maxPending) {
            consumer.pause(intakes.entrySet().stream()
                    .filter(entry -> !entry.getValue().catchesUp())
                    .map(Map.Entry::getKey)
                    .toList());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
