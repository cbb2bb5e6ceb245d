package io.credstream.accident;

import io.credstream.cli.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to Kafka in a year, one accident after the other on a fleet that lives on. After each the Manifests are what the
 * oracle expects, those that had to change were patched once and no others, and nobody has touched a group or a topic.
 *
 * <p>{@code -Dcredstream.accidents=all}, or some names, instead of those that take a few minutes.
 */
@Tag("accidents")
@TestInstance(Lifecycle.PER_CLASS)
class AccidentsIT {

    private static final Path FOLDER = Path.of("target", "accidents");

    private final Report report = new Report();
    private @Nullable Scene scene;
    private @Nullable Baseline baseline;
    private int scenes;
    private int brokersOfScene;

    static List<Accident> accidents() {
        return Accidents.chosen();
    }

    @BeforeAll
    static void quietly() {
        Logs.QUIET.apply();
    }

    @Timeout(1800)
    @ParameterizedTest(name = "{0}")
    @MethodSource("accidents")
    void healsByItself(Accident accident) throws Exception {
        try {
            Scene on = scene(accident.brokers());
            Baseline without = baseline == null ? Baseline.of(on) : baseline;
            baseline = without;
            report.add(Trial.of(on, accident), without);
        } catch (AssertionError | Exception e) {
            report.add(accident, e);
            if (scene != null) {
                System.out.println(Trial.troubles(scene));
            }
            close();
            throw e;
        }
    }

    /** The fleet as the last accident left it; what it left in disorder, or on other brokers, is no place for the next. */
    private Scene scene(int brokers) throws IOException {
        if (scene != null && (brokersOfScene != brokers || scene.isOver())) {
            close();
        }
        Scene set = scene;
        if (set == null) {
            scenes++;
            Path folder = empty(FOLDER.resolve("scene-" + scenes));
            set = brokers == 1 ? Scene.withOneBroker(folder) : new Scene(folder, ThreeBrokers.start(folder));
            scene = set;
            brokersOfScene = brokers;
        }
        return set;
    }

    private static Path empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder).toAbsolutePath();
    }

    private void close() {
        if (scene != null) {
            scene.close();
            scene = null;
        }
    }

    @AfterAll
    void tell() {
        close();
        report.write(FOLDER.resolve("report.md"), baseline == null ? "" : baseline.describe());
    }
}
