package io.credstream.read;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.HoldDown;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.HoldDownHeaders;
import io.credstream.topics.Topic;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record as read from a topic. Sealed: a reader has to say what it does with deletions and with what nobody can read.
 *
 * @param <V> the topic's values
 */
public sealed interface TopicRecord<V extends Record> {

    Coordinates at();

    /** When the broker appended it. */
    Instant time();

    /** A value. */
    record Value<V extends Record>(String key, V value, Coordinates at, Instant time) implements TopicRecord<V> {}

    /**
     * A tombstone.
     *
     * @param deletion absent where the topic's tombstones say nothing more
     * @param holdDown of a Manifest of which nothing is pending because somebody keeps overwriting it
     */
    record Tombstone<V extends Record>(
            String key,
            @Nullable Deletion deletion,
            @Nullable HoldDown holdDown,
            Coordinates at,
            Instant time) implements TopicRecord<V> {
        public Tombstone(String key, @Nullable Deletion deletion, Coordinates at, Instant time) {
            this(key, deletion, null, at, time);
        }
    }

    /**
     * Neither. To be counted or sent to the dead letters, never to stop anything; but what is only newer than this build has to
     * wait for one that can read it.
     *
     * @param newer what it takes to read it, if it says that it was written with a newer schema
     */
    record Unreadable<V extends Record>(
            DeadLetter.Code code,
            Coordinates at,
            Instant time,
            @Nullable NewerRecord newer) implements TopicRecord<V> {
        public Unreadable(DeadLetter.Code code, Coordinates at, Instant time) {
            this(code, at, time, null);
        }
    }

    @SuppressWarnings("UnusedException") // it only says again that the bytes cannot be decoded
    static <V extends Record> TopicRecord<V> of(Topic<V> topic, ConsumerRecord<String, byte[]> raw) {
        Coordinates at = new Coordinates(raw.topic(), raw.partition(), raw.offset());
        Instant time = Instant.ofEpochMilli(raw.timestamp());
        String key = raw.key();
        try {
            V value = raw.value() == null ? null : topic.serde().decode(raw.value());
            if (!topic.hasKey(key, value)) {
                return new Unreadable<>(DeadLetter.Code.INVALID_KEY, at, time);
            }
            return value == null
                    ? new Tombstone<>(
                            key,
                            DeletionHeaders.read(raw.headers()).orElse(null),
                            HoldDownHeaders.read(raw.headers()).orElse(null),
                            at,
                            time)
                    : new Value<>(key, value, at, time);
        } catch (SerializationException e) {
            NewerRecord newer = topic.serde()
                    .newer(raw.headers(), raw.value())
                    .map(schema -> new NewerRecord(key == null ? "" : key, schema, at))
                    .orElse(null);
            return new Unreadable<>(DeadLetter.Code.UNDECODABLE, at, time, newer);
        }
    }
}
