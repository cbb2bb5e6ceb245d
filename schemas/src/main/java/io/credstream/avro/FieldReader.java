package io.credstream.avro;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads one field of a value: what comes before it is skipped, what comes after it is not even looked at. For who goes through many
 * values to find the few that count. Not thread-safe.
 *
 * @param <F> the type of the field
 */
public final class FieldReader<F> {

    /** Where the field is in values of one version of the schema. */
    private record Place(List<Schema> before, RecordReader field) {}

    private final Class<F> type;
    private final Map<Long, Place> places = new HashMap<>();

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
        Place place = places.get(AvroSerde.fingerprint(bytes, type));
        if (place == null) {
            throw new UnknownSchemaException(type);
        }
        try {
            BoundedDecoder in = new BoundedDecoder(bytes, AvroSerde.PREFIX);
            for (Schema schema : place.before()) {
                GenericDatumReader.skip(schema, in);
            }
            return Objects.requireNonNull(type.cast(place.field().read(null, in)));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("no value with a field of type " + type.getSimpleName());
        }
    }
}
