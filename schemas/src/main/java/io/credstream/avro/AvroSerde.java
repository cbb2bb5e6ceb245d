package io.credstream.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where values become bytes: Avro's single-object encoding, two magic bytes and the fingerprint of the writer's
 * schema in front of the value. The fingerprint finds the schema among all frozen versions, so everything ever written stays
 * readable; a schema registry could take the place of {@link SchemaVersions} without anything else noticing. A record header
 * names the version as well, for builds that do not know the fingerprint yet: {@link SchemaHeader}.
 *
 * <p>Bytes become a value or a {@link SerializationException}, whatever they are, at a cost that their number bounds.
 *
 * <p>Thread-safe. Null is a tombstone and stays null.
 *
 * @param <T> a record of the model
 */
public final class AvroSerde<T extends Record> implements Serde<T> {

    private static final int MAGIC = 2;
    static final int PREFIX = MAGIC + Long.BYTES;

    private final Class<T> type;
    private final Schema schema;
    private final RecordData data;
    private final BinaryMessageEncoder<T> encoder;
    private final Map<Long, RecordReader> readers = new HashMap<>();
    private final int version;

    private AvroSerde(Class<T> type) {
        this.type = type;
        RecordSchema.Derived derived = RecordSchema.of(type);
        this.schema = derived.schema();
        this.data = new RecordData(derived);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        List<Schema> frozen = SchemaVersions.of(type);
        this.version = frozen.size();
        frozen.forEach(this::reads);
        reads(schema);
    }

    private void reads(Schema writer) {
        readers.put(SchemaNormalization.parsingFingerprint64(writer), new RecordReader(writer, schema, data));
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

    /** As above, and says in the headers with which version of the schema. */
    public byte[] encode(T value, Headers headers) {
        byte[] bytes = encode(value);
        if (version > 0) {
            SchemaHeader.write(version, headers);
        }
        return bytes;
    }

    /**
     * Throws {@link SerializationException}, whose text and causes say nothing of the bytes, if they are not such a value;
     * {@link UnknownSchemaException} if they may be one in a schema that is not known here.
     */
    @SuppressWarnings("UnusedException") // the cause can quote what must not be copied
    public T decode(byte[] bytes) {
        RecordReader reader = readers.get(fingerprint(bytes, type));
        if (reader == null) {
            throw new UnknownSchemaException(type);
        }
        try {
            BoundedDecoder in = new BoundedDecoder(bytes, PREFIX);
            T value = type.cast(reader.read(null, in));
            if (in.remaining() > 0) {
                throw new AvroRuntimeException("more than a value");
            }
            return Objects.requireNonNull(value);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a " + type.getSimpleName());
        }
    }

    /**
     * What it takes to read a value, if it says that it was written with a newer schema than any that is known here. Empty for
     * what {@link #decode} can decide about, and for what claims nothing: that is garbage.
     */
    public Optional<NewerSchema> newer(Headers headers, byte @Nullable [] bytes) {
        if (bytes == null || !hasPrefix(bytes) || readers.containsKey(fingerprint(bytes))) {
            return Optional.empty();
        }
        int claimed = SchemaHeader.read(headers).orElse(0);
        return claimed > version
                ? Optional.of(new NewerSchema(type.getSimpleName(), claimed, version))
                : Optional.empty();
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
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topic, T value) {
                return encodeNullable(value, null);
            }

            @Override
            public byte[] serialize(String topic, Headers headers, T value) {
                return encodeNullable(value, headers);
            }
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> decodeNullable(bytes);
    }

    /** Throws {@link SerializationException} if the bytes do not begin as a value does. */
    static long fingerprint(byte[] bytes, Class<?> type) {
        if (!hasPrefix(bytes)) {
            throw new SerializationException("not a " + type.getSimpleName());
        }
        return fingerprint(bytes);
    }

    private static boolean hasPrefix(byte[] bytes) {
        return bytes.length >= PREFIX && bytes[0] == (byte) 0xC3 && bytes[1] == (byte) 0x01;
    }

    private static long fingerprint(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC);
    }

    @SuppressWarnings("NullAway") // Kafka's serializers are not annotated: null in, null out
    private byte[] encodeNullable(@Nullable T value, @Nullable Headers headers) {
        if (value == null) {
            return null;
        }
        return headers == null ? encode(value) : encode(value, headers);
    }

    @SuppressWarnings("NullAway")
    private T decodeNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : decode(bytes);
    }
}
