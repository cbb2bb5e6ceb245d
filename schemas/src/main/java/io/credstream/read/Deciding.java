package io.credstream.read;

import io.credstream.avro.FieldReader;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Which record decides over each key, as {@link LatestByKey} would find, but without decoding those that do not: of an observation
 * only the version is read. It answers only where every record is as it should be; who meets another has to read everything.
 */
final class Deciding<V extends Record> {

    /** The latest so far of a key. */
    private static final class Candidate {
        private ConsumerRecord<String, byte[]> record;
        private Version version;

        private Candidate(ConsumerRecord<String, byte[]> record, Version version) {
            this.record = record;
            this.version = version;
        }
    }

    private final Topic<V> topic;
    private final @Nullable FieldReader<Version> versions;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private boolean orderly = true;
    private long taken;

    Deciding(Topic<V> topic) {
        this(topic, List.of());
    }

    /** @param before what decided before */
    Deciding(Topic<V> topic, List<ConsumerRecord<String, byte[]>> before) {
        this.topic = topic;
        this.versions =
                Versioned.class.isAssignableFrom(topic.type()) ? topic.serde().field("version", Version.class) : null;
        before.forEach(this::take);
        taken = 0;
    }

    void take(ConsumerRecord<String, byte[]> record) {
        taken++;
        Version version = version(record);
        if (record.key() == null || version == null) {
            orderly = false;
            return;
        }
        Candidate candidate = candidates.computeIfAbsent(record.key(), key -> new Candidate(record, version));
        if (!version.isOlderThan(candidate.version)) {
            candidate.record = record;
            candidate.version = version;
        }
    }

    /** One for each key; empty if not all can be told. */
    Optional<List<TopicRecord<V>>> records() {
        if (!orderly) {
            return Optional.empty();
        }
        List<TopicRecord<V>> records = candidates.values().stream()
                .map(candidate -> TopicRecord.of(topic, candidate.record))
                .toList();
        return records.stream().anyMatch(TopicRecord.Unreadable.class::isInstance)
                ? Optional.empty()
                : Optional.of(records);
    }

    /** As they are in the log. */
    List<ConsumerRecord<String, byte[]>> raw() {
        return candidates.values().stream().map(candidate -> candidate.record).toList();
    }

    /** Whether what was taken since the beginning, or since what decided before, is more than a tenth of all that decides now. */
    boolean hasMovedOn() {
        return taken > candidates.size() / 10;
    }

    /** Absent if it cannot be told. Where there are no versions, the last record is the latest. */
    @SuppressWarnings("UnusedException") // whoever reads everything sees it again
    private @Nullable Version version(ConsumerRecord<String, byte[]> record) {
        if (versions == null) {
            return Version.NONE;
        } else if (record.value() == null) {
            return DeletionHeaders.read(record.headers()).map(Deletion::version).orElse(null);
        }
        try {
            return versions.read(record.value());
        } catch (SerializationException e) {
            return null;
        }
    }
}
