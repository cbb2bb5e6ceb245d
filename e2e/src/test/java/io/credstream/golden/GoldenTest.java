package io.credstream.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.ingest.projection.Projections;
import io.credstream.ingest.secret.FingerprintKeys;
import io.credstream.ingest.secret.SecretReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every case under {@code golden}: {@code <rule>/<case>.in.yaml} through projections, bind and decide must give what
 * {@code <case>.out.yaml} says. Only the sections that the latter names are compared.
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String IN = ".in.yaml";
    private static final String OUT = ".out.yaml";
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build());

    static Stream<String> cases() throws IOException {
        return files(IN).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outcomeIsAsWritten(String name) throws IOException {
        ObjectNode expected =
                (ObjectNode) YAML.readTree(GOLDEN.resolve(name + OUT).toFile());
        List<ObjectNode> documents;
        try (var values = YAML.readerFor(ObjectNode.class)
                .<ObjectNode>readValues(GOLDEN.resolve(name + IN).toFile())) {
            documents = values.readAll();
        }
        GoldenWorld world = GoldenWorld.of(documents, new Projections(new SecretReader(fixedKey())));
        ObjectNode actual = new ObjectMapper().valueToTree(GoldenOutcome.of(world));
        actual.retain(
                expected.properties().stream().map(java.util.Map.Entry::getKey).toList());
        assertThat(text(actual)).isEqualTo(text(expected));
    }

    @Test
    void everyFileIsUsed() throws IOException {
        assertThat(files(OUT)).isEqualTo(files(IN));
        try (Stream<Path> all = Files.walk(GOLDEN)) {
            assertThat(all.filter(Files::isRegularFile).map(Path::toString))
                    .allMatch(file -> file.endsWith(IN) || file.endsWith(OUT) || file.endsWith("README.md"));
        }
    }

    @Test
    void everyRuleHasACaseThatHoldsOneThatDoesNotAndAMalformedOne() throws IOException {
        List<String> names = files(IN);
        assertThat(IntStream.rangeClosed(1, 18).mapToObj("R%02d-"::formatted)).allSatisfy(rule -> {
            List<String> ofRule = names.stream().filter(n -> n.startsWith(rule)).toList();
            assertThat(List.of("positive", "negative", "malformed"))
                    .as(rule)
                    .allMatch(sort -> ofRule.stream().anyMatch(n -> n.contains("/" + sort)));
        });
    }

    private static List<String> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(GOLDEN)) {
            return all.map(file -> GOLDEN.relativize(file).toString())
                    .filter(file -> file.endsWith(ending))
                    .map(file -> file.substring(0, file.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Sorted, so that only what is said counts, not in which order. */
    private static String text(JsonNode node) throws IOException {
        Object sorted = new ObjectMapper()
                .configure(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .treeToValue(node, Object.class);
        return YAML.copy()
                .configure(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .writeValueAsString(sorted);
    }

    private static FingerprintKeys fixedKey() {
        try {
            Path file = Files.createTempFile("golden", ".yaml");
            Files.writeString(
                    file, "current:\n  id: golden\n  key: " + "Z29sZGVuLWdvbGRlbi1nb2xkZW4tZ29sZGVuLWdvbGRlbiE=\n");
            return FingerprintKeys.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
