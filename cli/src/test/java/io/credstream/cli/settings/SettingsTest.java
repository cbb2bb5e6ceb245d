package io.credstream.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    public record Engine(
            @Setting(value = "How many threads.", fallback = "2")
            int engineThreads,

            @Setting(value = "How long to wait.", fallback = "5s")
            Duration waitAtMost) {}

    public record Example(
            @Setting("Needed.") String needed,

            @Setting(value = "A file.", optional = true) @Nullable
            Path keyFile,

            Engine engine,
            @Setting(value = "Whether.", fallback = "false") boolean quiet,

            @Setting(value = "The level.", fallback = "info")
            LogLevel logLevel) {}

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everythingHasAFallbackButWhatIsNeeded() {
        Example example = bind(Map.of("--needed", "x"), Map.of(), null);

        assertThat(example)
                .isEqualTo(new Example("x", null, new Engine(2, Duration.ofSeconds(5)), false, LogLevel.INFO));
    }

    @Test
    void aFlagComesBeforeTheEnvironmentAndTheEnvironmentBeforeTheFile() throws IOException {
        Path file = write("needed: file\nengineThreads: 3\nwaitAtMost: 3s\nkeyFile: key.yaml\n");

        Example example = bind(
                Map.of("--needed", "flag"),
                Map.of("CREDSTREAM_NEEDED", "environment", "CREDSTREAM_ENGINE_THREADS", "4"),
                file);

        assertThat(example.needed()).isEqualTo("flag");
        assertThat(example.engine()).isEqualTo(new Engine(4, Duration.ofSeconds(3)));
        assertThat(example.keyFile()).isEqualTo(folder.resolve("key.yaml"));
    }

    @Test
    void allProblemsAreReportedAtOnceWithPlaceFieldAndFix() throws IOException {
        Path file = write("engineThread: 3\nwaitAtMost: soon\nengine:\n  - 1\n");

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> bind(
                        Map.of("--quiet", "perhaps"),
                        Map.of("CREDSTREAM_ENGINE_THREADS", "0", "CREDSTREAM_LOG_LEVL", "info"),
                        file));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.lines().stream().map(line -> line.replace(folder + "/", "")))
                .containsExactlyInAnyOrder(
                        "settings.yaml:1: engineThread: is no known key (did you mean 'engineThreads'?); "
                                + "known are needed, keyFile, engineThreads, waitAtMost, quiet, logLevel",
                        "settings.yaml:3: engine: is no known key; "
                                + "known are needed, keyFile, engineThreads, waitAtMost, quiet, logLevel",
                        "settings.yaml: waitAtMost: 'soon' is no duration; "
                                + "write a number with ms, s, m, h or d, such as 30s",
                        "environment: CREDSTREAM_LOG_LEVL: is no known variable (did you mean 'CREDSTREAM_LOG_LEVEL'?); "
                                + "unset it, or spell it as the help does",
                        "environment: CREDSTREAM_ENGINE_THREADS: '0' is out of range; write a whole number of at least 1",
                        "--needed: is missing; give it, or set CREDSTREAM_NEEDED",
                        "--quiet: 'perhaps' is neither true nor false; write true or false");
    }

    @Test
    void whatKubernetesAndTheLauncherSetIsNoMistake() {
        Map<String, String> environment = Map.of(
                "CREDSTREAM_INGEST_SERVICE_HOST", "10.0.0.1",
                "CREDSTREAM_INGEST_SERVICE_PORT_HTTP", "8080",
                "CREDSTREAM_INGEST_PORT", "tcp://10.0.0.1:8080",
                "CREDSTREAM_INGEST_PORT_8080_TCP_ADDR", "10.0.0.1",
                "CREDSTREAM_JAVA_OPTS", "-Xmx1g");

        assertThat(bind(Map.of("--needed", "x"), environment, null).needed()).isEqualTo("x");
    }

    @Test
    void aMissingFileIsAProblemLikeAnyOther() {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> bind(Map.of(), Map.of(), folder.resolve("missing.yaml")));

        assertThat(failure.lines())
                .containsExactly(
                        folder + "/missing.yaml: does not exist; check the path and its permissions",
                        "--needed: is missing; give it, or set CREDSTREAM_NEEDED");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), yaml);
    }

    private static Example bind(Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
        return Settings.bind(Example.class, List.of(Example.class), flags, environment, file);
    }
}
