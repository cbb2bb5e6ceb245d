package io.credstream.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.model.ManifestAnnotations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/compose.md} says, run in its own words from the start to nothing left, and restarted in between. */
@Tag("docker")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ComposeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAMESPACE = "kcp-system";
    private static final String OF_KCP = "kyma-a-template-operator";
    private static final String OF_RUNTIME = "kyma-b-template-operator";
    private static final JsonMapper JSON = new JsonMapper();

    private Composition composition;
    private KubernetesClient kcp;

    @BeforeAll
    void up(@TempDir Path folder) {
        composition = new Composition(folder);
        composition.sh(Guidebook.commands("Run it"));
        kcp = composition.administrator();
    }

    @AfterAll
    void close() {
        if (kcp != null) {
            kcp.close();
        }
        composition.close();
    }

    @Test
    @Order(1)
    void theGuidesExampleIsPropagated() {
        awaitPropagated();
    }

    @Test
    @Order(2)
    void theSecretThatASelectorNamesOpensTheRegistryBeforeAndAfterARotation() {
        // Given
        Puller puller = new Puller(kcp, registry());
        JsonNode layer = layer(OF_KCP);
        Optional<String> first = puller.login(layer);
        // Then
        assertThat(puller.pull(layer, first))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                .satisfies(answer -> assertThat(answer.body()).contains("from a private registry"));
        assertThat(puller.pull(layer, Optional.empty()).statusCode()).isEqualTo(401);
        // When
        Map<String, Optional<String>> before = revisions();
        composition.sh("docker compose run --rm rotate");
        // Then
        Optional<String> second = puller.login(layer(OF_KCP));
        assertThat(second).isNotEqualTo(first);
        assertThat(puller.pull(layer, second).statusCode()).isEqualTo(200);
        assertThat(puller.pull(layer, first).statusCode()).isEqualTo(401);
        awaitOther(before);
    }

    @Test
    @Order(3)
    void whatTheDocumentationTellsToSeeAndTryWorks() {
        // When
        composition.sh(Guidebook.commands("See"));
        composition.sh(Guidebook.commands("Try"));
        // Then
        assertThat(composition.containers("label=com.docker.compose.service=ingest"))
                .hasSize(2);
        awaitPropagated();
    }

    @Test
    @Order(4)
    void everyContainerRestartsInTurnAndCredentialsStillArrive() {
        for (String container : composition.containers()) {
            // When
            composition.sh("docker restart -t 30 " + container);
            rotateAt(container);
        }
        // Then all of it is well, and a change of every cluster arrives
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(composition.containers("health=starting", "health=unhealthy"))
                        .isEmpty());
        Map<String, Optional<String>> before = revisions();
        composition.sh("docker compose run --rm rotate");
        awaitOther(before);
    }

    @Test
    @Order(5)
    void takenDownNothingIsLeft() {
        composition.sh(Guidebook.commands("Take it down"));
        assertThat(composition.remains()).isEmpty();
    }

    /** In the Secret only, as the registry is not asked; what restarts may be the API server itself. */
    private void rotateAt(String occasion) {
        String config = "{\"auths\":{\"registry:5000\":{\"username\":\"robot\",\"password\":\"not-a-secret-%s\"}}}"
                .formatted(occasion);
        String data = Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8));
        var before = new Object() {
            Optional<String> revision = Optional.empty();
        };
        await("a change after the restart of " + occasion)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    before.revision = annotation(OF_KCP, ManifestAnnotations.REVISION);
                    kcp.secrets()
                            .inNamespace(NAMESPACE)
                            .withName("registry-cred")
                            .edit(secret -> {
                                secret.getData().put(".dockerconfigjson", data);
                                return secret;
                            });
                });
        await("the revision after the restart of " + occasion)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(annotation(OF_KCP, ManifestAnnotations.REVISION))
                        .isNotEqualTo(before.revision));
    }

    private void awaitPropagated() {
        for (String manifest : new String[] {OF_KCP, OF_RUNTIME}) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(layer(manifest).path("credSecretSelector").toString())
                        .isEqualTo(
                                "{\"matchLabels\":{\"operator.kyma-project.io/oci-registry-cred\":\"test-operator\"}}");
                assertThat(annotation(manifest, ManifestAnnotations.STATE)).contains("Bound");
            });
        }
    }

    private void awaitOther(Map<String, Optional<String>> before) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(revisions())
                        .allSatisfy((manifest, revision) -> assertThat(revision).isNotEqualTo(before.get(manifest))));
    }

    private Map<String, Optional<String>> revisions() {
        return Map.of(
                OF_KCP, annotation(OF_KCP, ManifestAnnotations.REVISION),
                OF_RUNTIME, annotation(OF_RUNTIME, ManifestAnnotations.REVISION));
    }

    private Optional<String> annotation(String manifest, String name) {
        return Optional.ofNullable(
                manifest(manifest).getMetadata().getAnnotations().get(name));
    }

    private JsonNode layer(String manifest) {
        try {
            return JSON.readTree(kcp.getKubernetesSerialization().asJson(manifest(manifest)))
                    .at("/spec/install/source");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GenericKubernetesResource manifest(String name) {
        return Objects.requireNonNull(kcp.genericKubernetesResources("operator.kyma-project.io/v1beta2", "Manifest")
                .inNamespace(NAMESPACE)
                .withName(name)
                .get());
    }

    private URI registry() {
        return URI.create(
                "http://" + composition.sh("docker compose port registry 5000").strip());
    }
}
