package io.credstream.processor.streams;

import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Since;
import io.credstream.read.WaitingPartitions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer that feeds the tasks of a stream thread, and says how far it got. For that thread alone, like any consumer. */
final class WatchedConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final long NONE = -1;

    private final CatchUp catchUp;
    private final WaitingPartitions waiting;
    private final Map<TopicPartition, Long> handedOver = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Trust trust;
    private Map<String, Uuid> seen = Map.of();
    private final Loops loops;
    private final Since behind = new Since();
    private final Loop loop;

    WatchedConsumer(Map<String, Object> config, CatchUp catchUp, WaitingPartitions waiting, Trust trust, Loops loops) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.catchUp = catchUp;
        this.waiting = waiting;
        this.trust = trust;
        this.loops = loops;
        this.loop =
                loops.open(Loop.Kind.STREAM, String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)), behind);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
                begin(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
            }
        });
    }

    /** Before the first record of these partitions is fetched. */
    private void begin(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        TopicIds now = catchUp.topics().look();
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(super.committed(Set.copyOf(partitions)));
        found.values().removeIf(Objects::isNull);
        seekToBeginning(trust.begin(partitions, now, found, endOffsets(found.keySet())));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        loop.turned();
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        forgetWhatOthersContinue();
        checkTopics();
        checkOrder(polled);
        ConsumerRecords<byte[], byte[]> records = readable(polled);
        for (TopicPartition partition : records.partitions()) {
            handedOver.put(partition, records.records(partition).getLast().offset());
        }
        catchUp.moved(this);
        commitWhereNothingIs();
        if (!records.isEmpty()) {
            loop.progressed();
        }
        behind.set(isBehind(), loops.now());
        return records;
    }

    private void checkTopics() {
        Map<String, Uuid> ids = catchUp.topics().ids();
        if (!ids.equals(seen)) {
            trust.check(ids);
            seen = ids;
        }
    }

    /** Kafka's client goes back by itself if a topic has lost records, and the tasks would follow it through their past. */
    private void checkOrder(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            long first = polled.records(partition).getFirst().offset();
            if (first <= handedOver(partition)) {
                super.commitSync(Map.of(partition, Proof.recordsLost()));
                throw new StartOver(
                        "topic " + partition.topic() + " has lost records; it is read again from the beginning");
            }
        }
    }

    /** Tried again at the next poll if work is being shared out. */
    private void commitWhereNothingIs() {
        for (TopicPartition partition : trust.stale(catchUp::isThrough)) {
            if (handedOver(partition) < 0) {
                try {
                    commitSync(Map.of(partition, new OffsetAndMetadata(position(partition))));
                } catch (RetriableException | CommitFailedException | RebalanceInProgressException e) {
                    return;
                }
            }
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return trust.believed(super.committed(partitions));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        return trust.believed(super.committed(partitions, timeout));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        wentBack(partition, offset);
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        wentBack(partition, offset.offset());
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> wentBack(partition, 0));
        if (!partitions.isEmpty()) { // to Kafka that means all
            super.seekToBeginning(partitions);
        }
    }

    private void wentBack(TopicPartition partition, long offset) {
        if (offset <= handedOver(partition)) {
            handedOver.put(partition, offset - 1);
        }
    }

    /** Kafka Streams resumes partitions as it has room for their records; what waits for a newer build goes on waiting. */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(partitions.stream()
                .filter(partition -> !waiting.contains(partition))
                .toList());
    }

    Trust trust() {
        return trust;
    }

    /** What partitions wait for. Safe for use by any thread. */
    WaitingPartitions waiting() {
        return waiting;
    }

    private ConsumerRecords<byte[], byte[]> readable(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> arrived = polled.records(partition);
            List<ConsumerRecord<byte[], byte[]>> readable = waiting.readable(this, partition, arrived);
            if (!readable.isEmpty()) {
                records.put(partition, readable);
            }
            if (readable.size() < arrived.size()) {
                next.put(
                        partition,
                        new OffsetAndMetadata(arrived.get(readable.size()).offset()));
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(trust.proven(offsets, catchUp::isThrough));
        noteCommitted(offsets);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(trust.proven(offsets, catchUp::isThrough), timeout);
        noteCommitted(offsets);
    }

    private void noteCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        trust.settle(catchUp::isThrough);
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        loop.turned(); // between two polls there can be many commits, where records take long to process
        loop.progressed();
        behind.set(false, loops.now());
        catchUp.moved(this);
    }

    /** Whether something was handed over and is not processed, or is there to be read and nothing keeps it from that. */
    private boolean isBehind() {
        if (handedOver.entrySet().stream()
                .anyMatch(last -> last.getValue() >= 0 && !hasProcessed(last.getKey(), last.getValue()))) {
            return true;
        }
        Set<TopicPartition> free = new HashSet<>(assignment());
        free.removeAll(paused());
        return free.stream().anyMatch(partition -> currentLag(partition).orElse(0) > 0);
    }

    /**
     * Always leaves the group. Kafka Streams would have the consumer of a thread that fails remain in it, and the one that
     * replaces it, with all the others, would wait for the dead member until its session ends.
     */
    @Override
    public void close(CloseOptions options) {
        catchUp.closed(this);
        loop.close();
        super.close(options.withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    @Override
    public void close() {
        close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    /** Where the partition ends for readers of committed records; empty while unknown here, or not assigned to this consumer. */
    OptionalLong end(TopicPartition partition) {
        OptionalLong lag = assignment().contains(partition) ? currentLag(partition) : OptionalLong.empty();
        return lag.isPresent() ? OptionalLong.of(position(partition) + lag.getAsLong()) : lag;
    }

    /** The offset of the last record that was handed over; negative if there was none. */
    long handedOver(TopicPartition partition) {
        return handedOver.getOrDefault(partition, NONE);
    }

    /** Whether everything up to and including this offset was processed. */
    boolean hasProcessed(TopicPartition partition, long offset) {
        return committed.getOrDefault(partition, NONE) > offset;
    }

    private void forgetWhatOthersContinue() {
        Set<TopicPartition> own = assignment();
        handedOver.keySet().retainAll(own);
        committed.keySet().retainAll(own);
        waiting.retain(own);
        trust.retain(own);
    }
}
