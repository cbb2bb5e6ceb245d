package io.credstream.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The frozen schemas: {@code <Type>.v1.avsc}, {@code <Type>.v2.avsc}, … beside this class, one file for every version that was
 * ever written. They are the contract with other languages and with the past; a test holds the newest against the model.
 */
final class SchemaVersions {
    private SchemaVersions() {}

    /** Oldest first. */
    static List<Schema> of(Class<?> type) {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; ; version++) {
            try (InputStream in = SchemaVersions.class.getResourceAsStream(fileName(type, version))) {
                if (in == null) {
                    return List.copyOf(versions);
                }
                versions.add(new Schema.Parser().parse(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String fileName(Class<?> type, int version) {
        return RecordSchema.name(type) + ".v" + version + ".avsc";
    }
}
