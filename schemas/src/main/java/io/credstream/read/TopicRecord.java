package io.credstream.read;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topic;
import java.time.Instant;
import java.util.Objects;
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

    /** A tombstone; {@code deletion} is absent where the topic's tombstones say nothing more. */
    record Tombstone<V extends Record>(String key, @Nullable Deletion deletion, Coordinates at, Instant time)
            implements TopicRecord<V> {}

    /** Neither. To be counted or sent to the dead letters, never to stop anything. */
    record Unreadable<V extends Record>(DeadLetter.Code code, Coordinates at, Instant time) implements TopicRecord<V> {}

    @SuppressWarnings("UnusedException") // it only says again that the bytes cannot be decoded
    static <V extends Record> TopicRecord<V> of(Topic<V> topic, ConsumerRecord<String, byte[]> raw) {
        Coordinates at = new Coordinates(raw.topic(), raw.partition(), raw.offset());
        Instant time = Instant.ofEpochMilli(raw.timestamp());
        String key = raw.key();
        if (key == null || key.isEmpty()) {
            return new Unreadable<>(DeadLetter.Code.INVALID_KEY, at, time);
        }
        if (raw.value() == null) {
            return new Tombstone<>(key, DeletionHeaders.read(raw.headers()).orElse(null), at, time);
        }
        try {
            return new Value<>(key, Objects.requireNonNull(topic.serde().decode(raw.value())), at, time);
        } catch (SerializationException e) {
            return new Unreadable<>(DeadLetter.Code.UNDECODABLE, at, time);
        }
    }
}
