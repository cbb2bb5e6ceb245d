package io.credstream.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where values become bytes: Avro's single-object encoding, two magic bytes and the fingerprint of the writer's
 * schema in front of the value. The fingerprint finds the schema among all frozen versions, so everything ever written stays
 * readable; a schema registry could take the place of {@link SchemaVersions} without anything else noticing.
 *
 * <p>Thread-safe. Null is a tombstone and stays null.
 *
 * @param <T> a record of the model
 */
public final class AvroSerde<T extends Record> implements Serde<T> {

    private final Class<T> type;
    private final Schema schema;
    private final RecordData data;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private AvroSerde(Class<T> type) {
        this.type = type;
        RecordSchema.Derived derived = RecordSchema.of(type);
        this.schema = derived.schema();
        this.data = new RecordData(derived);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        SchemaStore.Cache store = new SchemaStore.Cache();
        SchemaVersions.of(type).forEach(store::addSchema);
        this.decoder = new BinaryMessageDecoder<>(data, schema, store);
    }

    public static <T extends Record> AvroSerde<T> of(Class<T> type) {
        return new AvroSerde<>(type);
    }

    /** The schema that is written. */
    public Schema schema() {
        return schema;
    }

    /** The type of the values. */
    public Class<T> type() {
        return type;
    }

    /** Throws {@link SerializationException} if the value cannot be encoded, which is a bug. */
    public byte[] encode(T value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not encodable as " + type.getSimpleName(), e);
        }
    }

    /** Throws {@link SerializationException}, whose text and causes say nothing of the bytes, if they are no such value. */
    @SuppressWarnings("UnusedException") // the cause can quote what must not be copied
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(ByteBuffer.wrap(bytes));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new SerializationException("no " + type.getSimpleName() + " in a schema version known here");
        }
    }

    /**
     * A reader of one field of such values.
     *
     * @param name of a component that every version of the schema has
     * @param field its type, a record of the model
     */
    public <F extends Record> FieldReader<F> field(String name, Class<F> field) {
        return new FieldReader<>(name, field, schema, SchemaVersions.of(type), data);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> encodeNullable(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> decodeNullable(bytes);
    }

    @SuppressWarnings("NullAway") // Kafka's serializers are not annotated: null in, null out
    private byte[] encodeNullable(@Nullable T value) {
        return value == null ? null : encode(value);
    }

    @SuppressWarnings("NullAway")
    private T decodeNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : decode(bytes);
    }
}
