package io.credstream.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaVersionsTest {

    private static final Path FROZEN = Path.of("src/main/resources/io/credstream/avro");

    static Stream<Topic<?>> topics() {
        return Topics.withPrefix("").all().stream();
    }

    /**
     * A changed model is a new schema version: run with {@code -Dcredstream.freeze} to write it, look at it, and commit it.
     */
    @ParameterizedTest
    @MethodSource("topics")
    void newestFrozenVersionIsTheModel(Topic<?> topic) throws IOException {
        Schema model = topic.serde().schema();
        List<Schema> frozen = SchemaVersions.of(topic.type());
        boolean isFrozen = !frozen.isEmpty() && frozen.getLast().equals(model);
        Path next = FROZEN.resolve(SchemaVersions.fileName(topic.type(), frozen.size() + 1));
        if (!isFrozen && System.getProperty("credstream.freeze") != null) {
            Files.createDirectories(FROZEN);
            Files.writeString(next, SchemaFormatter.format("json/pretty", model) + "\n");
        } else {
            assertThat(isFrozen)
                    .as(
                            "the model of %s differs from its newest frozen schema; freeze it as %s by running with -Dcredstream.freeze",
                            topic, next)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyFrozenVersionStaysReadable(Topic<?> topic) {
        Schema reader = topic.serde().schema();
        assertThat(SchemaVersions.of(topic.type())).isNotEmpty().allSatisfy(writer -> {
            var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
            assertThat(compatibility.getType())
                    .as(compatibility.getDescription())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        });
    }
}
