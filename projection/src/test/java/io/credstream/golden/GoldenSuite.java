package io.credstream.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.projection.secret.FingerprintKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every case under {@code golden} of its module: what is made of {@code <rule>/<case>.in.yaml} must be what
 * {@code <case>.out.yaml} says. Only the sections that the latter names are compared.
 */
public abstract class GoldenSuite {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String IN = ".in.yaml";
    private static final String OUT = ".out.yaml";

    @TempDir
    private Path folder;

    /** Every section that a case may name, and what is in it. */
    protected abstract Map<String, Object> outcome(List<ObjectNode> documents, Projections projections);

    static Stream<String> cases() throws IOException {
        return files(IN).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outcomeIsAsWritten(String name) throws IOException {
        ObjectNode expected = expected(name);
        Projections projections =
                new Projections(SecretSelector.DEFAULT, fixedKey().reader());
        ObjectNode actual = GoldenYaml.tree(outcome(GoldenYaml.readAll(GOLDEN.resolve(name + IN)), projections));
        actual.retain(expected.properties().stream().map(Map.Entry::getKey).toList());
        assertThat(GoldenYaml.text(actual)).as(name).isEqualTo(GoldenYaml.text(expected));
    }

    @Test
    void everyFileIsUsed() throws IOException {
        assertThat(files(OUT)).isEqualTo(files(IN)).isNotEmpty();
        try (Stream<Path> all = Files.walk(GOLDEN)) {
            assertThat(all.filter(Files::isRegularFile).map(Path::toString))
                    .allMatch(file -> file.endsWith(IN) || file.endsWith(OUT) || file.endsWith("README.md"));
        }
    }

    /** What a case says. */
    protected static ObjectNode expected(String name) throws IOException {
        return GoldenYaml.read(GOLDEN.resolve(name + OUT));
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
