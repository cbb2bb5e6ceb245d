package io.credstream.sink.intake;

import io.credstream.model.Cause.Coordinates;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.read.NewerKeys;
import io.credstream.read.TopicRecord;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a small topic, whole and without a group. Not thread-safe.
 *
 * <p>A record that cannot be read changes nothing: whoever it is meant for, ingest or the processor, sends it to the dead letters, and
 * here the last good record is the best that is known.
 */
public final class WholeTopic<V extends Record> {

    private static final Logger LOG = LoggerFactory.getLogger(WholeTopic.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Consumer<String, byte[]> consumer;
    private final Topic<V> topic;
    private final Supplier<Optional<Uuid>> topicId;
    private final BiConsumer<String, @Nullable V> changes;
    private final BiConsumer<Fault, Coordinates> faults;
    private final Runnable madeAnew;
    private NewerKeys newer = new NewerKeys();
    private @Nullable Uuid followed;
    private boolean anew;

    /**
     * @param topicId the id of the topic as it is; empty as long as that is unknown
     * @param changes told of each key what it says now; {@code null} when it is gone
     * @param faults told of records that cannot be handled
     * @param madeAnew told when the topic was made anew, once all is known that it says now
     */
    public WholeTopic(
            Consumer<String, byte[]> consumer,
            Topic<V> topic,
            Supplier<Optional<Uuid>> topicId,
            BiConsumer<String, @Nullable V> changes,
            BiConsumer<Fault, Coordinates> faults,
            Runnable madeAnew) {
        this.madeAnew = madeAnew;
        this.faults = faults;
        this.consumer = consumer;
        this.topic = topic;
        this.topicId = topicId;
        this.changes = changes;
    }

    /** What only a newer build can read. Until there is one, what was known of these keys before is the best that is known. */
    public NewerKeys newer() {
        return newer;
    }

    /**
     * Returns when all of it is known as it is now.
     *
     * @throws KafkaException if that is refused or takes too long; it goes on where it was when it is called again
     */
    public void readToEnd(Duration poll) {
        open();
        long limit = System.nanoTime() + LIMIT.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), LIMIT);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue())) {
            if (System.nanoTime() > limit) {
                throw new TimeoutException(topic.name() + " could not be read to its end in time");
            }
            poll(poll);
        }
    }

    public void poll(Duration timeout) {
        open();
        for (var raw : consumer.poll(timeout)) {
            var at = new Coordinates(raw.topic(), raw.partition(), raw.offset());
            Bulkhead.around(() -> take(TopicRecord.of(topic, raw)), fault -> faults.accept(fault, at));
        }
        if (anew && isAtEnd()) {
            anew = false;
            madeAnew.run();
        }
    }

    private boolean isAtEnd() {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).equals(OptionalLong.of(0)));
    }

    private void take(TopicRecord<V> record) {
        newer.take(record);
        switch (record) {
            case TopicRecord.Value<V> value -> changes.accept(value.key(), value.value());
            case TopicRecord.Tombstone<V> tombstone -> changes.accept(tombstone.key(), null);
            case TopicRecord.Unreadable<V> ignored -> {
                // See above.
            }
        }
    }

    /**
     * When it is first needed, because that can be refused, and a constructor cannot be called again; and anew when the topic is
     * another one. What was known stays known until the new topic says otherwise: a topic that was lost is not one that says that
     * there is nothing.
     */
    private void open() {
        Optional<Uuid> id = topicId.get();
        boolean isOther =
                followed != null && id.filter(now -> !now.equals(followed)).isPresent();
        if (!consumer.assignment().isEmpty() && !isOther) {
            followed = id.orElse(followed);
            return;
        }
        List<TopicPartition> all = consumer.partitionsFor(topic.name(), LIMIT).stream()
                .filter(partition -> topic.partitioning() != Partitioning.BROADCAST || partition.partition() == 0)
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic.name());
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        followed = id.orElse(followed);
        if (isOther) {
            anew = true;
            newer = new NewerKeys();
            LOG.atWarn()
                    .addKeyValue(LogKeys.TOPIC, topic.name())
                    .log(
                            "A topic was made anew; it is read from its beginning, and what was known before holds until then");
        }
    }
}
