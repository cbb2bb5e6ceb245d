package io.credstream.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.Cluster.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of a {@code fleet.yaml} and the {@code problems.txt} that it gives; a new case needs no Java. */
class FleetFileReaderTest {

    private static final Path CASES = Path.of("src/test/resources/fleet-files");
    private static final String GOOD = "good";

    static Stream<Path> bad() throws IOException {
        try (Stream<Path> cases = Files.list(CASES)) {
            return cases.filter(path -> !path.getFileName().toString().equals(GOOD)).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void everyProblemIsReportedAtOnce(Path folder) throws IOException {
        Failure failure = catchThrowableOfType(Failure.class, () -> read(folder));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.lines().stream().map(line -> line.replace(folder.toAbsolutePath() + "/", "")))
                .containsExactlyElementsOf(Files.readAllLines(folder.resolve("problems.txt")));
    }

    @Test
    void aGoodFileBecomesClusters() {
        Path folder = CASES.resolve(GOOD);
        Cause cause = new Cause.Request("somebody", "fleet apply production");

        FleetFile file = read(folder);

        assertThat(file.origin()).isEqualTo("production");
        assertThat(file.clusters())
                .containsExactly(
                        new Cluster(
                                        "kcp-eu",
                                        Role.CONTROL_PLANE,
                                        null,
                                        null,
                                        new KubeconfigFile(absolute(folder, "kcp-eu.kubeconfig"), null),
                                        List.of("kcp-system"),
                                        "1.3.10",
                                        cause)
                                .withFuse(250),
                        new Cluster(
                                "kcp-eu.a1b2",
                                Role.RUNTIME,
                                "kcp-eu",
                                "a1b2",
                                new KubeconfigFile(absolute(folder, "runtimes.kubeconfig"), "a1b2"),
                                List.of("kyma-system", "*"),
                                null,
                                cause),
                        discovering(folder, "kcp-us", Discovery.DEFAULT, cause),
                        discovering(folder, "kcp-ap", new Discovery("kyma-system/reader"), cause));
        assertThat(file.places().get("kcp-eu.a1b2")).endsWith("fleet.yaml:6");
    }

    @Test
    void kubeconfigsForAnotherMachineAreNotLookedAt() {
        Path folder = CASES.resolve("kubeconfigs");

        assertThat(FleetFileReader.read(folder.resolve("fleet.yaml"), "somebody", false)
                        .clusters())
                .hasSize(4);
    }

    private static Cluster discovering(Path folder, String id, Discovery discovery, Cause cause) {
        return new Cluster(
                id,
                Role.CONTROL_PLANE,
                null,
                null,
                new KubeconfigFile(absolute(folder, "kcp-eu.kubeconfig"), null),
                List.of("kcp-system"),
                null,
                discovery,
                Cluster.DEFAULT_FUSE,
                cause);
    }

    private static FleetFile read(Path folder) {
        return FleetFileReader.read(folder.resolve("fleet.yaml").toAbsolutePath(), "somebody", true);
    }

    private static String absolute(Path folder, String file) {
        return folder.resolve(file).toAbsolutePath().toString();
    }
}
