package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.avro.AvroSerde;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An upgraded processor reads the changelogs of its predecessor. */
class StoredSchemasTest {

    private static final String FROZEN = "io/credstream/avro";

    static Stream<Class<? extends Record>> stored() {
        return Stream.of(StoredAttempts.class, Faulted.class, Gone.class, HeardOrder.class, Told.class);
    }

    /** A changed record is a new version: run with {@code -Dcredstream.freeze} to write it, look at it, and commit it. */
    @ParameterizedTest
    @MethodSource("stored")
    void newestFrozenVersionIsWhatIsStored(Class<? extends Record> type) throws IOException {
        Schema present = AvroSerde.of(type).schema();
        List<Schema> frozen = frozen(type);
        boolean isFrozen = !frozen.isEmpty() && frozen.getLast().equals(present);
        Path next = Path.of("src/main/resources", fileName(present, frozen.size() + 1));
        if (!isFrozen && System.getProperty("credstream.freeze") != null) {
            Files.createDirectories(next.getParent());
            Files.writeString(next, SchemaFormatter.format("json/pretty", present) + "\n");
        } else {
            assertThat(isFrozen)
                    .as("%s differs from its newest frozen schema; freeze it as %s", type, next)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyFrozenVersionStaysReadable(Class<? extends Record> type) throws IOException {
        Schema reader = AvroSerde.of(type).schema();
        assertThat(frozen(type))
                .isNotEmpty()
                .allSatisfy(writer -> assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getType())
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE));
    }

    private static List<Schema> frozen(Class<? extends Record> type) throws IOException {
        List<Schema> versions = new ArrayList<>();
        Schema present = AvroSerde.of(type).schema();
        for (int version = 1; ; version++) {
            try (InputStream in = type.getClassLoader().getResourceAsStream(fileName(present, version))) {
                if (in == null) {
                    return versions;
                }
                versions.add(new Schema.Parser().parse(in));
            }
        }
    }

    private static String fileName(Schema schema, int version) {
        return FROZEN + "/" + schema.getName() + ".v" + version + ".avsc";
    }
}
