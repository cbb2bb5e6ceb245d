package io.credstream.sink.intake;

import io.credstream.observe.LogKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets that the group committed, each trusted only with proof that a sink committed it, of the topic as it is: the commit's
 * metadata names the topic's id and the offset. A topic that was made anew has another id, and whoever moves the offsets of a group
 * leaves other metadata behind, or none. A partition without that proof is read from its beginning, which costs time and nothing
 * else: of each Manifest only the newest decision is carried out. Not thread-safe.
 */
public final class CommittedOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);

    /** Why a partition is read from its beginning. */
    public enum Doubt {
        /** The offset belongs to a topic of the same name that no longer exists. */
        TOPIC_ANEW,
        /** Somebody else committed it: whoever moved the group, or a build that left no proof. */
        NOT_OURS,
        BEYOND_END,
        WENT_BACK
    }

    private final Consumer<String, byte[]> consumer;
    private final Duration limit;
    private final BiConsumer<String, Doubt> doubts;
    private final Set<TopicPartition> doubted = new HashSet<>();

    /**
     * @param limit for what is asked of the brokers
     * @param doubts told of the topic of each partition that is read from its beginning for one
     */
    CommittedOffsets(Consumer<String, byte[]> consumer, Duration limit, BiConsumer<String, Doubt> doubts) {
        this.consumer = consumer;
        this.limit = limit;
        this.doubts = doubts;
    }

    /** What a sink leaves behind with an offset: {@code topic@offset}, and where to read from if that is before it. */
    private static final Pattern PROOF =
            Pattern.compile("(?<topic>[^@]+)@(?<offset>\\d{1,18})(?:<(?<from>\\d{1,18}))?");

    /**
     * An offset as it is committed.
     *
     * @param from what is settled below the offset has to be read again from there on; the offset itself if nothing has to be
     */
    static OffsetAndMetadata proven(Uuid topic, long offset, long from) {
        return new OffsetAndMetadata(offset, topic + "@" + offset + (from < offset ? "<" + from : ""));
    }

    /**
     * Moves the consumer to where partitions are to be read from. Returns up to where what is read is settled; nothing is of those that
     * are missing.
     *
     * @param topic the id of their topic as it is
     * @throws KafkaException if that is refused or does not come in time
     */
    Map<TopicPartition, Long> seek(Set<TopicPartition> partitions, Uuid topic, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> settled = new HashMap<>();
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = consumer.committed(partitions, limit);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndMetadata offset = committed.get(partition);
            Optional<Doubt> doubt = doubt(partition, offset, topic, ends.getOrDefault(partition, 0L));
            if (offset == null || doubt.isPresent()) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                settled.put(partition, offset.offset());
                consumer.seek(partition, from(offset));
            }
            doubt.ifPresent(why -> say(partition, why));
        }
        doubted.removeAll(partitions);
        return settled;
    }

    private static long from(OffsetAndMetadata offset) {
        Matcher proof = PROOF.matcher(offset.metadata());
        String from = proof.matches() ? proof.group("from") : null;
        return from == null ? offset.offset() : Math.min(Long.parseLong(from), offset.offset());
    }

    /** The log of a partition became shorter while it was read, so that offsets committed before mean something else. */
    void doubt(TopicPartition partition) {
        doubted.add(partition);
    }

    private Optional<Doubt> doubt(TopicPartition partition, @Nullable OffsetAndMetadata offset, Uuid topic, long end) {
        if (doubted.contains(partition)) {
            return Optional.of(Doubt.WENT_BACK);
        }
        if (offset == null) {
            return Optional.empty();
        }
        Matcher proof = PROOF.matcher(offset.metadata());
        if (!proof.matches() || !proof.group("offset").equals(Long.toString(offset.offset()))) {
            return Optional.of(Doubt.NOT_OURS);
        }
        if (!proof.group("topic").equals(topic.toString())) {
            return Optional.of(Doubt.TOPIC_ANEW);
        }
        return offset.offset() > end ? Optional.of(Doubt.BEYOND_END) : Optional.empty();
    }

    private void say(TopicPartition partition, Doubt why) {
        doubts.accept(partition.topic(), why);
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, partition.topic())
                .addKeyValue(LogKeys.PARTITION, partition.partition())
                .addKeyValue(LogKeys.REASON, why)
                .log("The committed offset of a partition cannot be trusted; the partition is read from its beginning");
    }
}
