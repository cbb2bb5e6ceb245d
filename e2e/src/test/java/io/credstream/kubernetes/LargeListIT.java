package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.CONTROL_PLANE;
import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.OtherProcess;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.RealApiServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More Secrets than ingest has memory for. */
@Tag("kubernetes")
final class LargeListIT {

    private static final int SECRETS = 2_000;
    private static final int BYTES = 100 * 1024;

    @Test
    void aListThatIsLargerThanTheMemoryIsRead(@TempDir Path folder) throws InterruptedException {
        try (RealFleet fleet = new RealFleet(folder)) {
            RealApiServer server = fleet.startServer(NAMESPACE);
            fill(server.admin());
            fleet.join(CONTROL_PLANE, Role.CONTROL_PLANE, server.kubeconfig());
            // When
            OtherProcess ingest = fleet.spawnIngest("128m");
            // Then
            fleet.within(Duration.ofMinutes(5), () -> {
                assertThat(ingest.isAlive()).as(ingest::output).isTrue();
                assertThat(fleet.latest(fleet.topics().credentials()).records())
                        .hasSize(SECRETS)
                        .allSatisfy((key, record) ->
                                assertThat(record.value().problem()).isNull());
            });
            fleet.awaitCondition(CONTROL_PLANE, Condition.WATCHED);
            assertThat(ingest.isAlive()).as(ingest::output).isTrue();
        }
    }

    /** All of it is what a registry client would read: the padding is in the document. */
    private static void fill(ApiUser admin) {
        String padding = "x".repeat(BYTES * 3 / 4);
        IntStream.range(0, SECRETS).parallel().forEach(number -> {
            String login = """
                    {"auths": {"registry-%d.example.com": {"username": "robot", "password": "not-a-password"}}, "padding": "%s"}
                    """.formatted(number, padding);
            String secret = """
                    {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockerconfigjson",
                     "metadata": {"name": "cred-%d", "labels": {
                         "operator.kyma-project.io/managed-by": "lifecycle-manager", "%s": "n-%d"}},
                     "data": {".dockerconfigjson": "%s"}}
                    """.formatted(
                            number,
                            Applied.SELECTOR_LABEL,
                            number,
                            Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
            admin.post("/api/v1/namespaces/" + NAMESPACE + "/secrets", secret).ok();
        });
    }
}
