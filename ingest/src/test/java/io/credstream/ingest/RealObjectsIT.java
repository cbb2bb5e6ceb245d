package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.apiserver.Definitions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the objects and kinds of a real API server: each time, in the end, the topics equal the cluster. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class RealObjectsIT {

    private static final String NS = RealCluster.NS;

    private RealCluster real;

    @BeforeAll
    void start(@TempDir Path folder) {
        real = RealCluster.start(folder);
    }

    @AfterAll
    void close() {
        real.close();
    }

    @BeforeEach
    void fill() {
        real.begin();
    }

    @AfterEach
    void leave() {
        real.end();
    }

    @Test
    void aKindThatIsInstalledLaterIsFound() {
        Definitions templates = Definitions.ours().only("moduletemplates");
        templates.removeFrom(real.admin());
        await().atMost(RealCluster.PATIENCE)
                .until(() -> real.admin()
                                .get("/apis/operator.kyma-project.io/v1beta2/moduletemplates")
                                .status()
                        == 404);
        TopicsEqualClusters equal = real.joined(real.kubeconfig());
        // Then
        real.awaitStatus(status -> {
            assertThat(status.condition()).isEqualTo(Condition.NOT_SERVED);
            assertThat(status.fix()).contains("moduletemplates").contains("v1beta2");
        });
        // When
        templates.installOn(real.admin());
        real.admin().apply("kubectl", Yaml.template(NS, "telemetry", "1.0.0"));
        // Then
        real.awaitCondition(Condition.WATCHED);
        real.holdsSoon(equal);
    }

    @Test
    void aSecretThatLosesTheLabelIsGoneAndComesBackWithIt() {
        TopicsEqualClusters equal = real.watched();
        String label = "{\"metadata\": {\"labels\": {\"operator.kyma-project.io/managed-by\": \"%s\"}}}";
        // When
        real.admin().merge(ResourceKind.SECRETS, NS, "regcred", label.formatted("nobody"));
        // Then
        await().atMost(RealCluster.PATIENCE)
                .untilAsserted(
                        () -> assertThat(real.deletions(NS + "/regcred")).containsExactly(Deletion.Reason.WATCH));
        // When
        real.admin().merge(ResourceKind.SECRETS, NS, "regcred", label.formatted("lifecycle-manager"));
        // Then
        real.holdsSoon(equal);
    }

    @Test
    void anObjectThatIsMadeAnewUnderItsNameIsAnother() {
        TopicsEqualClusters equal = real.watched();
        String before = real.uid("m-0");
        // When
        real.gate().silence();
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin().apply("klm", Yaml.manifest(NS, "m-0", "1.0.0"));
        // Then
        real.holdsSoon(equal);
        assertThat(real.uid("m-0")).isNotEqualTo(before);
    }

    @Test
    void whatIsDeletedWhileNobodyWatchesIsFoundMissing() {
        try (World other = new World()) {
            other.watching(real.world().watching());
            Ingest ingest = other.startIngest();
            Cluster member = other.controlPlane("away", real.kubeconfig(), real.admin()::list);
            TopicsEqualClusters equal = new TopicsEqualClusters(other, member);
            real.holdsSoon(equal);
            // When
            ingest.close();
            real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
            real.admin().delete(ResourceKind.SECRETS, NS, "regcred");
            other.startIngest();
            // Then
            real.holdsSoon(equal);
        }
    }
}
