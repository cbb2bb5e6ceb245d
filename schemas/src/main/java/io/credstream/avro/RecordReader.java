package io.credstream.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/** Reads Java records: collects the fields, then calls the canonical constructor. */
final class RecordReader extends GenericDatumReader<Object> {

    private final RecordData data;

    RecordReader(Schema writer, Schema reader, RecordData data) {
        super(writer, reader, data);
        this.data = data;
    }

    @Override
    protected Object readRecord(@Nullable Object old, Schema expected, ResolvingDecoder in) throws IOException {
        @Nullable
        Object[] components = new @Nullable Object[expected.getFields().size()];
        for (Schema.Field field : in.readFieldOrder()) {
            components[field.pos()] = read(null, field.schema(), in);
        }
        return data.newInstance(expected, components);
    }

    @Override
    protected Class<?> findStringClass(Schema schema) {
        return String.class;
    }
}
