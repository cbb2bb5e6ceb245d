package io.credstream.processor.streams;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Shows of a committed offset that this application committed it, and in which topics it means something. Stands in the commit's
 * metadata, before what Kafka Streams keeps there.
 *
 * @param topic the id of the topic that the offset belongs to
 * @param state tells the changelogs of then from others
 * @param said tells the topics that the application wrote to from others
 * @param offset the offset itself: some tools keep the metadata when they move an offset
 */
record Proof(String topic, String state, String said, long offset) {

    private static final String MARK = "credstream/1";
    private static final int PARTS = 6;

    /** A commit that tells its next reader to begin at the beginning, since the topic has lost records. */
    static OffsetAndMetadata recordsLost() {
        return new OffsetAndMetadata(0, new Proof("-", "-", "-", Long.MAX_VALUE).before(""));
    }

    /** The proof in the metadata of a commit, if there is one. */
    static Optional<Proof> in(String metadata) {
        String[] parts = metadata.split(" ", PARTS);
        if (parts.length != PARTS || !parts[0].equals(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Proof(parts[1], parts[2], parts[3], Long.parseLong(parts[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A commit as Kafka Streams made it, without the proof. */
    static OffsetAndMetadata without(OffsetAndMetadata commit) {
        String metadata =
                in(commit.metadata()).isPresent() ? commit.metadata().split(" ", PARTS)[5] : commit.metadata();
        return new OffsetAndMetadata(commit.offset(), commit.leaderEpoch(), metadata);
    }

    /** Metadata that begin with this proof. */
    String before(String metadata) {
        return String.join(" ", MARK, topic, state, said, Long.toString(offset), metadata);
    }

    /**
     * What speaks against a commit.
     *
     * @param ids of the topics that there are now
     * @param end of the partition
     */
    static @Nullable Doubt against(OffsetAndMetadata commit, String topic, TopicIds ids, long end) {
        Proof found = in(commit.metadata()).orElse(null);
        if (found == null) {
            return Doubt.NOT_OURS;
        }
        Proof right = ids.proof(topic, commit.offset());
        if (found.offset == Long.MAX_VALUE || (found.topic.equals(right.topic) && commit.offset() > end)) {
            return Doubt.BEYOND_END;
        } else if (!found.topic.equals(right.topic)) {
            return Doubt.TOPIC_ANEW;
        } else if (found.offset != right.offset) {
            return Doubt.NOT_OURS;
        } else if (!found.state.equals(right.state)) {
            return Doubt.STATE_LOST;
        }
        return found.said.equals(right.said) ? null : Doubt.SAID_LOST;
    }
}
