package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.CONTROL_PLANE;
import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Cluster.Role;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/operations.md} has operators apply does what it says. */
@Tag("kubernetes")
final class ExampleIT {

    private static final Path EXAMPLE = Path.of("..", "docs", "example");

    @Test
    void theManifestOfTheExampleShowsSelectorStateAndEvent(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (RealFleet fleet = new RealFleet(folder)) {
            RealApiServer server = fleet.startServer(NAMESPACE);
            ApiUser admin = server.admin();
            fleet.join(CONTROL_PLANE, Role.CONTROL_PLANE, server.kubeconfig());
            fleet.startPipeline();
            // When
            admin.apply("kubectl", Applied.secret(NAMESPACE, "test-operator"));
            admin.apply("kubectl", Files.readString(EXAMPLE.resolve("template.yaml")));
            admin.apply("kubectl", Files.readString(EXAMPLE.resolve("manifest.yaml")));
            // Then
            fleet.soon(() -> {
                JsonNode manifest = admin.read(ResourceKind.MANIFESTS, NAMESPACE, "kyma-a-warden");
                assertThat(manifest.at("/spec/install/source/credSecretSelector/matchLabels")
                                .path(Applied.SELECTOR_LABEL)
                                .asText())
                        .isEqualTo("test-operator");
                assertThat(manifest.at("/metadata/annotations")
                                .path("credstream.io/credential-state")
                                .asText())
                        .isEqualTo("Bound");
                assertThat(admin.get("/api/v1/namespaces/" + NAMESPACE + "/events")
                                .ok()
                                .findValuesAsText("reason"))
                        .contains("CredentialBound");
            });
        }
    }
}
