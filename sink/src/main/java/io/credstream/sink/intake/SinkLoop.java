package io.credstream.sink.intake;

import io.credstream.model.ManifestUpdate;
import io.credstream.observe.LogKeys;
import io.credstream.read.SkippedRecords;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.report.Ledger;
import io.credstream.sink.report.Outbox;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
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
public final class SinkLoop implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

    /** A position is unknown for a moment, while the consumer looks for an offset that is not in the log any more. */
    private static final Duration POSITION_LIMIT = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final Topic<ManifestUpdate> topic;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Duration releaseLimit;
    private final Supplier<Optional<Uuid>> topicId;
    private final CommittedOffsets offsets;
    private final Commits commits;
    private final Arrivals arrivals;
    private final Gate gate;
    private final Takeover takeover;
    private final Release release;

    private final Map<TopicPartition, Intake> intakes = new HashMap<>();
    private boolean joined;
    private long progress;

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
        this.offsets = new CommittedOffsets(consumer, Takeover.LIMIT, doubts);
        this.lanes = lanes;
        this.ledger = ledger;
        this.releaseLimit = releaseLimit;
        this.commits = new Commits(consumer);
        this.arrivals = new Arrivals(topic, lanes, ledger);
        this.gate = new Gate(consumer, topic, skipped, ledger::unsettled, maxPending, heldBack);
        this.takeover = new Takeover(consumer, offsets, ledger, arrivals, beforeTakingOver);
        this.release = new Release(lanes, outbox, commits);
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
        gate.holdBack();
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
                gate.readable(partition, records.records(partition)).forEach(raw -> arrivals.accept(intake, raw));
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
        arrivals.passOn();
        gate.adjust(intakes);
        commits.nowAndThen(intakes);
    }

    /** Grows with everything that is read or taken over. */
    public long progress() {
        return progress;
    }

    /** Whether there is something to take over or to read, as far as that is known, and nothing keeps it from being read. */
    public boolean isBehind() {
        return gate.isBehind(intakes.keySet());
    }

    /** What partitions wait for, for a person. */
    public List<String> waits() {
        return gate.waits();
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
        release.drain(partitions, releaseLimit);
        forget(partitions);
    }

    /** Gives an intake to what is assigned and has none, however often that takes. Returns why it could not be done. */
    private Optional<KafkaException> takeOver(Uuid id) {
        Set<TopicPartition> taken = new HashSet<>(consumer.assignment());
        taken.removeAll(intakes.keySet());
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        int before = intakes.size();
        try {
            takeover.of(taken, id, intakes);
            return Optional.empty();
        } catch (InterruptException closing) {
            throw closing;
        } catch (KafkaException e) {
            return Optional.of(e);
        } finally {
            progress += intakes.size() - before;
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

    private void release(Collection<TopicPartition> partitions, Duration patience) {
        Map<TopicPartition, Intake> released = new HashMap<>(intakes);
        released.keySet().retainAll(partitions);
        release.of(released, patience);
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        ledger.close(numbers(partitions));
        intakes.keySet().removeAll(partitions);
        commits.forget(partitions);
        gate.retain(intakes.keySet());
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
