package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.testkit.apiserver.Definitions;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that cannot be watched as they are: each says so, with the fix, and its neighbour is followed all the while. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class RealBadInputIT {

    private static final String NS = "kcp-system";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world = new World();
    private RealApiServer server;
    private RealApiServer bare;
    private TopicsEqualClusters neighbour;
    private int changes;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(folder.resolve("server")));
        bare = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(folder.resolve("bare")));
        Definitions.ours().installOn(server.admin());
        server.admin().apply("kubectl", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: kcp-system}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: newcomer, namespace: kcp-system}
                """);
        server.admin().apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password"));
        server.admin().apply("kubectl", Yaml.template(NS, "telemetry", "1.0.0"));
        world.startIngest();
        neighbour = new TopicsEqualClusters(world, join("neighbour", server, server.kubeconfig()));
    }

    @AfterAll
    void close() {
        world.close();
        server.close();
        bare.close();
    }

    @AfterEach
    void theNeighbourIsFollowed() {
        server.admin().apply("klm", Yaml.manifest(NS, "m", "1.0." + ++changes));
        await().atMost(PATIENCE).untilAsserted(neighbour::holds);
        awaitCondition("neighbour", Condition.WATCHED);
    }

    @Test
    void aCertificateOfAnotherAuthority() {
        join("authority", server, bare.kubeconfig(server.url()));
        awaitStatus("authority", status -> {
            assertThat(status.condition()).isEqualTo(Condition.CERTIFICATE_INVALID);
            assertThat(status.fix()).contains("certificate-authority-data");
        });
    }

    @Test
    void aCertificateForAnotherAddress() {
        // Whoever connects to this address reaches itself.
        URI unnamed = URI.create("https://0.0.0.0:" + server.url().getPort());
        join("address", server, server.kubeconfig(unnamed));
        awaitStatus("address", status -> {
            assertThat(status.condition()).isEqualTo(Condition.CERTIFICATE_INVALID);
            assertThat(status.fix()).contains("an address that the certificate is valid for");
        });
    }

    @Test
    void definitionsThatAreMissingOrOfAnotherVersion() {
        join("bare", bare, bare.kubeconfig());
        awaitStatus("bare", status -> {
            assertThat(status.condition()).isEqualTo(Condition.NOT_SERVED);
            assertThat(status.fix()).contains("install the CRD").contains("in version v1beta2");
            assertThat(status.listed(Kind.SECRET)).isTrue();
        });
        // When
        Definitions.ours().inVersion("v1beta1").installOn(bare.admin());
        // Then
        awaitStatus("bare", status -> {
            assertThat(status.condition()).isEqualTo(Condition.NOT_SERVED);
            assertThat(status.fix()).contains("update the CRD").contains("v1beta2 is needed, served is v1beta1");
            assertThat(status.listed(Kind.MANIFEST)).isFalse();
        });
    }

    @Test
    void secretsThatMayNotBeListed() {
        String token = server.admin().issueToken(NS, "newcomer");
        allowToRead("moduletemplates", "operator.kyma-project.io");
        allowToRead("manifests", "operator.kyma-project.io");
        Cluster member = join("newcomer", server, server.kubeconfig(server.url(), token));
        awaitStatus("newcomer", status -> {
            assertThat(status.condition()).isEqualTo(Condition.FORBIDDEN);
            assertThat(status.fix()).contains("grant").contains("deploy/rbac");
            assertThat(status.listed(Kind.MODULE_TEMPLATE)).isTrue();
            assertThat(status.listed(Kind.SECRET)).isFalse();
        });
        // When
        allowToRead("secrets", "");
        // Then
        awaitCondition("newcomer", Condition.WATCHED);
        await().atMost(PATIENCE).untilAsserted(new TopicsEqualClusters(world, member)::holds);
    }

    @Test
    void aClockThatDiffers() {
        try (Gate gate = Gate.gatewayTo(server)) {
            gate.setAhead(Duration.ofSeconds(90));
            Cluster member = join("clock", server, server.kubeconfig(gate.url()));
            awaitStatus("clock", status -> {
                assertThat(status.condition()).isEqualTo(Condition.CLOCK_SKEW);
                assertThat(status.fix()).contains("set the clock");
            });
            await().atMost(PATIENCE).untilAsserted(new TopicsEqualClusters(world, member)::holds);
            // When
            gate.setAhead(Duration.ZERO);
            gate.cut();
            // Then
            awaitCondition("clock", Condition.WATCHED);
            world.leave("clock");
        }
    }

    private void allowToRead(String resource, String group) {
        server.admin().apply("kubectl", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: newcomer-%1$s}
                rules: [{apiGroups: ["%2$s"], resources: [%1$s], verbs: [list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: newcomer-%1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: newcomer-%1$s}
                subjects: [{kind: ServiceAccount, name: newcomer, namespace: kcp-system}]
                """.formatted(resource, group));
    }

    private Cluster join(String id, RealApiServer where, String kubeconfig) {
        return world.controlPlane(id, kubeconfig, kind -> where.admin().list(kind));
    }

    private void awaitCondition(String id, Condition condition) {
        awaitStatus(id, status -> assertThat(status.condition()).isEqualTo(condition));
    }

    private void awaitStatus(String id, Consumer<ClusterStatus> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.status(id)).hasValueSatisfying(expected));
    }
}
