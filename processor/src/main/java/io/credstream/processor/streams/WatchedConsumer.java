package io.credstream.processor.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer that feeds the tasks of a stream thread, and says how far it got. For that thread alone, like any consumer. */
final class WatchedConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final long NONE = -1;

    private final CatchUp catchUp;
    private final Map<TopicPartition, Long> handedOver = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    WatchedConsumer(Map<String, Object> config, CatchUp catchUp) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.catchUp = catchUp;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        forgetWhatOthersContinue();
        for (TopicPartition partition : records.partitions()) {
            handedOver.put(partition, records.records(partition).getLast().offset());
        }
        catchUp.moved(this);
        return records;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(offsets);
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        catchUp.moved(this);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(offsets, timeout);
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        catchUp.moved(this);
    }

    /**
     * Always leaves the group. Kafka Streams would have the consumer of a thread that fails remain in it, and the one that
     * replaces it, with all the others, would wait for the dead member until its session ends.
     */
    @Override
    public void close(CloseOptions options) {
        super.close(options.withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
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
    }
}
