package io.credstream.sink.intake;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.LogKeys;
import io.credstream.read.SkippedRecords;
import io.credstream.read.TopicRecord;
import io.credstream.read.WaitingPartitions;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.report.Ledger;
import io.credstream.sink.report.Outbox;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads decisions, hands them to the lanes, and commits what is settled.
 *
 * <p>A partition that is assigned is read to its end before the first of its decisions is carried out. One that is taken away
 * is given up only when none of its requests is under way, so that its next owner starts from what is; a request that
 * outlives even that is stopped by its guards. One whose topic was made anew, or whose log became shorter, is taken over anew.
 * Not thread-safe: everything happens on the thread that calls.
 */
public final class SinkLoop implements ConsumerRebalanceListener, Intake.Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(2);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);
    private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

    /** A position is unknown for a moment, while the consumer looks for an offset that is not in the log any more. */
    private static final Duration POSITION_LIMIT = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final Topic<ManifestUpdate> topic;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Outbox outbox;
    private final int maxPending;
    private final Duration releaseLimit;

    private final Supplier<Optional<Uuid>> topicId;
    private final CommittedOffsets offsets;
    private final Runnable beforeTakingOver;
    private final BooleanSupplier heldBack;
    private final WaitingPartitions waiting;

    private final List<Decision> arrived = new ArrayList<>();
    private final Map<TopicPartition, Intake> intakes = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean joined;
    private long progress;
    private long lastCommit = System.nanoTime();

    /**
     * @param topicId the id of the topic as it is; empty as long as that is unknown, and nothing is taken over
     * @param doubts told why a partition is read from its beginning; see {@link CommittedOffsets}
     * @param releaseLimit for how long a partition is held back at most that is to be given up
     * @param beforeTakingOver brings what is known besides decisions up to what a former owner said
     * @param heldBack whether no further decision may be read, because what is known besides is not all that was said
     */
    public SinkLoop(
            Consumer<String, byte[]> consumer,
            Topic<ManifestUpdate> topic,
            Supplier<Optional<Uuid>> topicId,
            Lanes lanes,
            Ledger ledger,
            Outbox outbox,
            int maxPending,
            SkippedRecords skipped,
            BiConsumer<String, CommittedOffsets.Doubt> doubts,
            Duration releaseLimit,
            Runnable beforeTakingOver,
            BooleanSupplier heldBack) {
        this.consumer = consumer;
        this.topic = topic;
        this.topicId = topicId;
        this.offsets = new CommittedOffsets(consumer, TAKE_OVER_LIMIT, doubts);
        this.lanes = lanes;
        this.ledger = ledger;
        this.outbox = outbox;
        this.maxPending = maxPending;
        this.releaseLimit = releaseLimit;
        this.beforeTakingOver = beforeTakingOver;
        this.heldBack = heldBack;
        this.waiting = new WaitingPartitions(List.of(topic), skipped);
    }

    public void join() {
        consumer.subscribe(List.of(topic.name()), this);
    }

    /**
     * Takes over what is assigned, and reads what there is, for at most that long.
     *
     * @throws KafkaException if something of it is refused or does not come in time; to be tried again, with another step
     */
    public void step(Duration poll) {
        Optional<Uuid> id = topicId.get();
        id.ifPresent(this::leaveOtherTopic);
        Optional<KafkaException> refused = id.flatMap(this::takeOver);
        holdBack(consumer.assignment());
        read(poll);
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private void read(Duration poll) {
        var records = consumer.poll(poll);
        Set<TopicPartition> wentBack = new HashSet<>();
        for (TopicPartition partition : records.partitions()) {
            Intake intake = intakes.get(partition);
            if (intake != null
                    && records.records(partition).getFirst().offset()
                            < intake.progress().position()) {
                wentBack.add(partition);
            } else if (intake != null) {
                progress += records.records(partition).size();
                waiting.readable(consumer, partition, records.records(partition))
                        .forEach(raw -> accept(intake, raw));
            }
        }
        intakes.forEach((partition, intake) -> {
            long position = consumer.position(partition, POSITION_LIMIT);
            if (position < intake.progress().position()) {
                wentBack.add(partition);
            } else {
                progress += position - intake.progress().position();
                intake.reached(position);
            }
        });
        wentBack.forEach(offsets::doubt);
        abandon(wentBack);
        passOn();
        limitPending();
        if (System.nanoTime() - lastCommit > COMMIT_EVERY.toNanos()) {
            commit();
        }
    }

    /** Grows with everything that is read or taken over. */
    public long progress() {
        return progress;
    }

    /** Whether there is something to take over or to read, as far as that is known, and nothing keeps it from being read. */
    public boolean isBehind() {
        Set<TopicPartition> free = new HashSet<>(consumer.assignment());
        free.removeIf(waiting::contains);
        if (!heldBack.getAsBoolean() && !intakes.keySet().containsAll(free)) {
            return true;
        }
        free.removeAll(consumer.paused());
        return free.stream()
                .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
    }

    /** What partitions wait for, for a person. */
    public List<String> waits() {
        return waiting.reasons();
    }

    private void holdBack(Collection<TopicPartition> partitions) {
        if (heldBack.getAsBoolean()) {
            consumer.pause(partitions);
        }
    }

    /** Whether we are a member of the group, and everything that was there when we became one has been read. */
    public boolean caughtUp() {
        return joined
                && intakes.keySet().containsAll(consumer.assignment())
                && intakes.values().stream().noneMatch(Intake::catchesUp);
    }

    /** Gives up all partitions, in order, and within seconds. */
    public void leave() {
        release(Set.copyOf(intakes.keySet()), LEAVE_LIMIT.compareTo(releaseLimit) < 0 ? LEAVE_LIMIT : releaseLimit);
    }

    /** Asks Kafka nothing, because what is thrown here is lost; see {@link #takeOver}. Until then nothing of them is read. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        consumer.pause(partitions);
    }

    /** What was read of a topic that was deleted says nothing of the one that was made in its place. */
    private void leaveOtherTopic(Uuid id) {
        abandon(intakes.entrySet().stream()
                .filter(entry -> !entry.getValue().topic().equals(id))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    /** Takes back what was begun of partitions that are ours, so that they are taken over anew. */
    private void abandon(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        consumer.pause(partitions);
        try {
            awaitDrained(partitions, releaseLimit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forget(partitions);
    }

    /** Gives an intake to what is assigned and has none, however often that takes. Returns why it could not be done. */
    private Optional<KafkaException> takeOver(Uuid id) {
        Set<TopicPartition> taken = new HashSet<>(consumer.assignment());
        taken.removeAll(intakes.keySet());
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try {
            beforeTakingOver.run();
            Map<TopicPartition, Long> ends = consumer.endOffsets(taken, TAKE_OVER_LIMIT);
            offsets.seek(taken, id, ends);
            for (TopicPartition partition : taken) {
                open(partition, id, consumer.position(partition, TAKE_OVER_LIMIT), ends.getOrDefault(partition, 0L));
            }
            return Optional.empty();
        } catch (InterruptException closing) {
            throw closing;
        } catch (KafkaException e) {
            return Optional.of(e);
        }
    }

    private void open(TopicPartition partition, Uuid id, long position, long end) {
        var intake = new Intake(id, position, end, this);
        intakes.put(partition, intake);
        progress++;
        ledger.open(partition.partition(), intake.progress());
        consumer.resume(List.of(partition));
        LOG.atInfo()
                .addKeyValue(LogKeys.TOPIC, partition.topic())
                .addKeyValue(LogKeys.PARTITION, partition.partition())
                .addKeyValue(LogKeys.OFFSET, end)
                .log("Taking over a partition; nothing of it is written before its end is read");
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
        Bulkhead.shared(() -> {
            passOn();
            lanes.cancel(partition, manifest);
        });
    }

    private void accept(Intake intake, ConsumerRecord<String, byte[]> raw) {
        var at = new Coordinates(raw.topic(), raw.partition(), raw.offset());
        Bulkhead.around(() -> intake.accept(TopicRecord.of(topic, raw)), fault -> {
            intake.progress().read(raw.offset());
            ledger.putAside(fault, at);
        });
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
        Bulkhead.shared(() -> ledger.putAside(code, at));
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
        waiting.retain(intakes.keySet());
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
                positions.put(
                        partition,
                        CommittedOffsets.proven(
                                intake.topic(), intake.progress().committable()));
            }
        }
        return positions;
    }

    /** Whoever is still catching up has to go on: it holds no more than the newest decision of each Manifest. */
    private void limitPending() {
        boolean tooMany = ledger.unsettled() > maxPending;
        boolean held = heldBack.getAsBoolean();
        Map<Boolean, List<TopicPartition>> paused = intakes.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> held
                                || waiting.contains(entry.getKey())
                                || (tooMany && !entry.getValue().catchesUp()),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        consumer.pause(paused.get(true));
        consumer.resume(paused.get(false));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
