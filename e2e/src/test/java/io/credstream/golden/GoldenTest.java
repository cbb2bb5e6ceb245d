package io.credstream.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.projection.Projections;
import io.credstream.projection.secret.FingerprintKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every case under {@code golden}: {@code <rule>/<case>.in.yaml} through projections, bind, decide, the patch and the lanes must
 * give what {@code <case>.out.yaml} says. Only the sections that the latter names are compared.
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String IN = ".in.yaml";
    private static final String OUT = ".out.yaml";
    private static final int RULES = 20;

    @TempDir
    private Path folder;

    static Stream<String> cases() throws IOException {
        return files(IN).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outcomeIsAsWritten(String name) throws IOException {
        ObjectNode expected = GoldenYaml.read(GOLDEN.resolve(name + OUT));
        Projections projections = new Projections(fixedKey().reader());
        ObjectNode actual =
                GoldenYaml.tree(GoldenOutcome.of(GoldenYaml.readAll(GOLDEN.resolve(name + IN)), projections));
        actual.retain(expected.properties().stream().map(Map.Entry::getKey).toList());
        assertThat(GoldenYaml.text(actual)).as(name).isEqualTo(GoldenYaml.text(expected));
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
        assertThat(IntStream.rangeClosed(1, RULES).mapToObj("R%02d-"::formatted))
                .allSatisfy(rule -> {
                    List<String> ofRule =
                            names.stream().filter(name -> name.startsWith(rule)).toList();
                    assertThat(List.of("positive", "negative", "malformed"))
                            .as(rule)
                            .allMatch(sort -> ofRule.stream().anyMatch(name -> name.contains("/" + sort)));
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

    private FingerprintKeys fixedKey() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "current:\n  id: golden\n  key: Z29sZGVuLWdvbGRlbi1nb2xkZW4tZ29sZGVuLWdvbGRlbiE=\n");
        return FingerprintKeys.load(file);
    }
}
