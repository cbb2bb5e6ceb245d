package io.credstream.processor.streams;

import io.credstream.avro.AvroSerde;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * How large a record may be that the processor reads, keeps or writes: well below the 1 MiB that brokers and producers take
 * by default, so that what was read can be kept in a changelog too.
 */
public final class RecordBudget {

    /** Bytes of a value. */
    public static final int VALUE = Topic.MAX_VALUE_BYTES;

    /** Bytes of a key. The longest that Kubernetes allows are below 1 KiB. */
    public static final int KEY = 8 * 1024;

    private RecordBudget() {}

    /** The bytes of a record's value, whose version goes into the headers. Throws {@link RecordTooLargeException} if it or its key is over the budget. */
    static <V extends Record> byte @Nullable [] encode(
            AvroSerde<V> serde, String key, @Nullable V value, Headers headers) {
        if (key.getBytes(StandardCharsets.UTF_8).length > KEY) {
            throw new RecordTooLargeException("key over " + KEY + " bytes");
        }
        return value == null ? null : within(serde.encode(value, headers));
    }

    /** As the serde given, within the budget: in both directions it throws {@link RecordTooLargeException} beyond it. */
    public static <V extends Record> Serde<V> bounded(AvroSerde<V> serde) {
        return new Bounded<>(serde.serializer(), serde.deserializer());
    }

    private static byte[] within(byte[] bytes) {
        if (bytes.length > VALUE) {
            throw new RecordTooLargeException("value over " + VALUE + " bytes");
        }
        return bytes;
    }

    private record Bounded<V>(Serializer<V> encoder, Deserializer<V> decoder) implements Serde<V> {

        @Override
        public Serializer<V> serializer() {
            return (topic, value) -> {
                byte @Nullable [] bytes = encoder.serialize(topic, value);
                return bytes == null ? bytes : within(bytes);
            };
        }

        @Override
        public Deserializer<V> deserializer() {
            return (topic, bytes) -> decoder.deserialize(topic, bytes == null ? bytes : within(bytes));
        }
    }
}
