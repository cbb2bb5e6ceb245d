package io.credstream.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a value: what comes before it is skipped, what comes after it is not even looked at. For who goes through many
 * values to find the few that count. Not thread-safe.
 *
 * @param <F> the type of the field
 */
public final class FieldReader<F> {

    private static final int MAGIC = 2;
    private static final int HEADER = MAGIC + Long.BYTES;

    /** Where the field is in values of one version of the schema. */
    private record Place(List<Schema> before, RecordReader field) {}

    private final Class<F> type;
    private final Map<Long, Place> places = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    FieldReader(String name, Class<F> type, Schema reader, List<Schema> writers, RecordData data) {
        this.type = type;
        Schema expected = reader.getField(name).schema();
        for (Schema writer : writers) {
            Schema.Field field = writer.getField(name);
            List<Schema> before = writer.getFields().subList(0, field.pos()).stream()
                    .map(Schema.Field::schema)
                    .toList();
            places.put(
                    SchemaNormalization.parsingFingerprint64(writer),
                    new Place(before, new RecordReader(field.schema(), expected, data)));
        }
    }

    /** Throws {@link SerializationException} if the bytes are no such value as far as they were looked at. */
    @SuppressWarnings("UnusedException") // the cause can quote what must not be copied
    public F read(byte[] bytes) {
        try {
            Place place = places.get(
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC));
            if (place == null) {
                throw new AvroRuntimeException("unknown schema");
            }
            decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, decoder);
            for (Schema schema : place.before()) {
                GenericDatumReader.skip(schema, decoder);
            }
            return type.cast(place.field().read(null, decoder));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new SerializationException("no value with a field of type " + type.getSimpleName());
        }
    }
}
