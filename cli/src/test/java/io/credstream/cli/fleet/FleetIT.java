package io.credstream.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Run;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetIT {

    private static final String CONTROL_PLANE = """
            clusters:
            - id: kcp-eu
              role: control-plane
              kubeconfig: kcp-eu.kubeconfig
              lifecycleManagerVersion: %s
            """;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final String prefix = "fleet-" + System.nanoTime() + ".";

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theFleetBecomesWhatTheFileSays() throws IOException {
        Path first = write("fleet.yaml", CONTROL_PLANE.formatted("1.3.10"), "a", "b");

        Run dryRun = fleet("apply", "-f", first.toString(), "--no-check", "--dry-run");
        assertThat(dryRun.exitCode()).isEqualTo(ExitCode.SOMETHING_TO_SEE.code());
        assertThat(dryRun.out())
                .contains("+ kcp-eu (control-plane)")
                .endsWith("Would be: 3 created, 0 changed, 0 removed, 0 unchanged\n");

        Run created = fleet("apply", "-f", first.toString(), "--no-check");
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).endsWith("3 created, 0 changed, 0 removed, 0 unchanged\n");

        write("fleet.yaml", CONTROL_PLANE.formatted("1.3.11"), "a");
        Run changed = fleet("apply", "-f", first.toString(), "--no-check");
        assertThat(changed.out()).isEqualTo("""
                ~ kcp-eu
                    lifecycleManagerVersion: 1.3.10 -> 1.3.11
                - kcp-eu.b
                0 created, 1 changed, 1 removed, 1 unchanged
                """);

        Run again = fleet("apply", "-f", first.toString(), "--no-check", "--dry-run");
        assertThat(again.exitCode()).isZero();

        Run list = fleet("list");
        assertThat(list.out()
                        .lines()
                        .map(line -> Arrays.asList(line.split("\\s{2,}", -1)).subList(0, 5)))
                .containsExactly(
                        List.of("CLUSTER", "ROLE", "CONDITION", "LISTED", "HONOURED"),
                        List.of("kcp-eu", "control-plane", "-", "-", "NotHonoured"),
                        List.of("kcp-eu.a", "runtime", "-", "-", "NotHonoured"));
    }

    @Test
    void clustersOfAnotherFileAreLeftAlone() throws IOException {
        Path eu = write("eu.yaml", CONTROL_PLANE.formatted("1.3.10"));
        Path us = write("us.yaml", CONTROL_PLANE.formatted("1.3.10").replace("kcp-eu", "kcp-us"));
        Run other = fleet("apply", "-f", eu.toString(), "--no-check");
        assertThat(other.exitCode()).as(other.err()).isZero();

        Run run = fleet("apply", "-f", us.toString(), "--no-check");

        assertThat(run.out())
                .endsWith("1 created, 0 changed, 0 removed, 0 unchanged; 1 of another origin left alone\n");
        Run list = fleet("list", "-f", us.toString());
        assertThat(list.out()).contains("kcp-us").doesNotContain("kcp-eu");
    }

    /** A cluster that two files point to different places would go back and forth with whichever was applied last. */
    @Test
    void aClusterOfAnotherFileIsTakenOverOnlyWhenTold() throws IOException {
        Path eu = write("eu.yaml", CONTROL_PLANE.formatted("1.3.10"));
        Path copy =
                write("copy.yaml", CONTROL_PLANE.formatted("1.3.10").replace("kcp-eu.kubeconfig", "other.kubeconfig"));
        Run first = fleet("apply", "-f", eu.toString(), "--no-check");
        assertThat(first.exitCode()).as(first.err()).isZero();

        Run refused = fleet("apply", "-f", copy.toString(), "--no-check");
        Run shown = fleet("apply", "-f", copy.toString(), "--no-check", "--dry-run");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().map(line -> line.replace(folder + "/", "")))
                .containsExactly("copy.yaml:2: cluster kcp-eu belongs to another fleet file, 'eu.yaml';"
                        + " give it another id, or take it over with --take-over 'eu.yaml'");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(shown.out()).contains("~ kcp-eu", "eu.yaml -> " + copy).doesNotContain("Would be");
        assertThat(shown.err()).isEqualTo(refused.err());
        Run unharmed = fleet("apply", "-f", eu.toString(), "--no-check", "--dry-run");
        assertThat(unharmed.out()).isEqualTo("Would be: 0 created, 0 changed, 0 removed, 1 unchanged\n");

        Run taken = fleet("apply", "-f", copy.toString(), "--no-check", "--take-over", eu.toString());

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.out()).endsWith("0 created, 1 changed, 0 removed, 0 unchanged\n");
        Run back = fleet("apply", "-f", eu.toString(), "--no-check");
        assertThat(back.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(back.err()).contains("belongs to another fleet file, '" + copy + "'");
    }

    @Test
    void clustersInTroubleAreWarnedOfAndAppliedNevertheless() throws IOException {
        try (EmbeddedFleet clusters = EmbeddedFleet.start()) {
            Path file = write("fleet.yaml", CONTROL_PLANE.formatted("1.3.10"), "a", "b");
            clusters.cluster("kcp-eu").writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
            clusters.cluster("a").writeKubeconfig(folder.resolve("a.kubeconfig"));
            clusters.cluster("a").takeDown();
            Files.writeString(
                    folder.resolve("b.kubeconfig"), clusters.cluster("b").kubeconfig("a-token-nobody-knows"));

            Run run = fleet("apply", "-f", file.toString());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).endsWith("3 created, 0 changed, 0 removed, 0 unchanged\n");
            assertThat(run.err().lines().map(line -> line.replace(folder + "/", "")))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("Warning: fleet.yaml:6: cluster kcp-eu.a: unreachable (")
                                    .contains("check that the API server runs"),
                            line -> assertThat(line)
                                    .startsWith("Warning: fleet.yaml:11: cluster kcp-eu.b: unauthorized (401); ")
                                    .contains("replace the expired or revoked credentials"));
        }
    }

    private Run fleet(String... arguments) {
        List<String> all = new ArrayList<>(List.of("fleet"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", prefix));
        return Run.of(all.toArray(String[]::new));
    }

    private Path write(String name, String controlPlane, String... kymas) throws IOException {
        StringBuilder yaml = new StringBuilder(controlPlane);
        for (String kyma : kymas) {
            yaml.append("""
                    - id: kcp-eu.%1$s
                      role: runtime
                      controlPlane: kcp-eu
                      kyma: %1$s
                      kubeconfig: %1$s.kubeconfig
                    """.formatted(kyma));
        }
        return Files.writeString(folder.resolve(name), yaml);
    }
}
