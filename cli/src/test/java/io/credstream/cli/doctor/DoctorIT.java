package io.credstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.Run;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void kafkaIsLookedAtWithItsTopics() {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();

            Run before = Run.of("doctor", "--bootstrap-servers", servers);
            Run.of("topics", "apply", "--bootstrap-servers", servers, "--partitions", "1");
            Run after = Run.of("doctor", "--bootstrap-servers", servers);

            assertThat(before.exitCode()).isEqualTo(3);
            assertThat(before.out())
                    .contains("ok    Java: ", "ok    Kafka: answers at " + servers)
                    .contains("FIX   Topic credstream.manifests: is missing; make it with 'credstream topics apply'");
            assertThat(after.exitCode()).isZero();
            assertThat(after.out()).contains("ok    Topics: all ").doesNotContain("FIX", "Docker");
        }
    }

    @Test
    void aKafkaThatIsNotThereIsAFinding() {
        Run run = Run.of("doctor", "--bootstrap-servers", "127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("FIX   Kafka: No Kafka broker listens at 127.0.0.1:1; start one with");
    }

    @Test
    void aKeyFileIsItsOwnersAlone() throws IOException {
        Path keys = folder.resolve("keys.yaml");
        FingerprintKeys.generate(keys);

        Run own = Run.of("doctor", "--fingerprint-keys", keys.toString());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
        Run shared = Run.of("doctor", "--fingerprint-keys", keys.toString());
        Run none = Run.of(
                "doctor", "--fingerprint-keys", folder.resolve("none.yaml").toString());

        assertThat(own.exitCode()).isZero();
        assertThat(own.out()).contains("its owner's alone");
        assertThat(shared.exitCode()).isEqualTo(3);
        assertThat(shared.out()).contains("has mode rw-r-----; chmod 600");
        assertThat(none.exitCode()).isEqualTo(3);
    }

    @Test
    void clustersAreLookedAtAllAtOnce() throws IOException {
        try (EmbeddedFleet fleet = EmbeddedFleet.start()) {
            Files.writeString(
                    folder.resolve("kcp.kubeconfig"), fleet.cluster("kcp").kubeconfig());
            Path file = Files.writeString(folder.resolve("fleet.yaml"), """
                    clusters:
                    - {id: kcp, role: control-plane, kubeconfig: kcp.kubeconfig, lifecycleManagerVersion: 1.3.10}
                    - {id: away, role: control-plane, kubeconfig: away.kubeconfig, lifecycleManagerVersion: 1.3.10}
                    """);

            Run run = Run.of("doctor", "-f", file.toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out())
                    .contains("ok    Cluster kcp: answers")
                    .contains("FIX   Cluster away: kubeconfig missing")
                    .contains("Rights on kcp: ")
                    .doesNotContain("Rights on away");
        }
    }

    @Test
    void whatIsWrongWithAKubeconfigIsSaidByFieldAndTheOthersAreLookedAt() throws IOException {
        try (EmbeddedFleet fleet = EmbeddedFleet.start()) {
            Files.writeString(
                    folder.resolve("kcp.kubeconfig"), fleet.cluster("kcp").kubeconfig());
            String good = fleet.cluster("kcp").kubeconfig("canary");
            Map<String, String> wrong = Map.of(
                    "token", good.replace("token: canary", "token: \"canary\\r\\nX-Evil: 1\""),
                    "as", good.replace("token: canary", "token: canary\n    as-groups: [system:masters]"),
                    "server", good.replaceAll("server: .*", "server: https://canary:canary@127.0.0.1:99999"),
                    "contexts", good.replaceAll("current-context: .*", "current-context: \"\\e[31m\\nok  FAKE\""));
            StringBuilder yaml = new StringBuilder("clusters:\n");
            String entry =
                    "- {id: %1$s, role: control-plane, kubeconfig: %1$s.kubeconfig, lifecycleManagerVersion: 1.3.10}\n";
            for (var kubeconfig : wrong.entrySet()) {
                Files.writeString(folder.resolve(kubeconfig.getKey() + ".kubeconfig"), kubeconfig.getValue());
                yaml.append(entry.formatted(kubeconfig.getKey()));
            }
            Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml + entry.formatted("kcp"));

            Run run = Run.of("doctor", "-f", file.toString());
            Run sink = Run.of("doctor", "-f", file.toString(), "--account", "sink");
            Run apply = Run.of("fleet", "apply", "-f", file.toString(), "--bootstrap-servers", "127.0.0.1:1");

            for (Run looked : List.of(run, sink)) {
                assertThat(looked.exitCode()).isEqualTo(3);
                assertThat(looked.out())
                        .contains("Rights on kcp: ")
                        .contains("token.kubeconfig: users[kcp].user.token: ")
                        .contains("as.kubeconfig: users[kcp].user.as: ")
                        .contains("server.kubeconfig: clusters[kcp].cluster.server: ")
                        .contains("contexts.kubeconfig: contexts[");
            }
            assertThat(apply.exitCode()).isEqualTo(2);
            assertThat(apply.err().lines()).hasSize(4).allMatch(line -> line.contains("fleet.yaml:"));
            for (Run any : List.of(run, sink, apply)) {
                assertThat(any.out() + any.err()).doesNotContain("canary", "\u001b", "X-Evil");
            }
        }
    }
}
