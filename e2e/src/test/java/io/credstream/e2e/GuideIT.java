package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of lifecycle-manager's guide to private registries, with its descriptor completed to a whole one. */
public class GuideIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final String TEMPLATE = """
            apiVersion: operator.kyma-project.io/v1beta2
            kind: ModuleTemplate
            metadata:
              name: template-operator-regular
              namespace: kcp-system
            spec:
              channel: regular
              descriptor:
                meta: {schemaVersion: v2}
                component:
                  name: kyma-project.io/module/template-operator
                  version: 1.0.0
                  provider: internal
                  repositoryContexts:
                  - baseUrl: registry.example.com/modules
                    componentNameMapping: urlPath
                    type: ociRegistry
                  resources:
                  - access:
                      digest: sha256:bc2a16d9b01b4809f8123e9402e2c6e6be2ef815975ad4131282ceb33af4d5a5
                      type: localOciBlob
                    name: raw-manifest
                    relation: local
                    type: yaml
                    version: 1.0.0
                    labels:
                    - name: oci-registry-cred
                      value:
                        operator.kyma-project.io/oci-registry-cred: test-operator
            """;

    @TempDir
    Path folder;

    private TestFleet world;

    @BeforeEach
    void aControlPlane() {
        world = new TestFleet(folder, brokers());
        world.controlPlane("kcp");
        world.services().startAll(1);
    }

    /** What the world stands on. */
    protected Brokers brokers() {
        return TestFleet.embeddedBroker(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theLabelBecomesTheSelectorAndTheSecretItsState() {
        // When the three steps of the guide are taken
        world.apply("kcp", Yaml.manifest(NS, "kyma", "template-operator", false));
        world.apply("kcp", TEMPLATE);
        awaitState("NoMatch");
        assertThat(annotation(ManifestAnnotations.REVISION).isMissingNode()).isTrue();
        world.apply("kcp", Yaml.secret(NS, "registry-cred", "test-operator", Yaml.REGISTRY, "not-a-password-1"));
        awaitState("Bound");
        // Then
        assertThat(manifest().at("/spec/install/source/credSecretSelector").toString())
                .isEqualTo("{\"matchLabels\":{\"operator.kyma-project.io/oci-registry-cred\":\"test-operator\"}}");
        assertThat(manifest().at("/spec/config").has("credSecretSelector")).isFalse();
        String revision = annotation(ManifestAnnotations.REVISION).asText();
        assertThat(revision).isNotEmpty();
        assertThat(annotation(ManifestAnnotations.CAUSE).asText()).contains("@");
        // And whoever describes the Manifest reads what happened to it.
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(world.user("kcp").list(ResourceKind.EVENTS))
                        .filteredOn(event ->
                                event.at("/involvedObject/name").asText().equals("kyma-template-operator"))
                        .extracting(event -> event.path("reason").asText())
                        .containsExactlyInAnyOrder("CredentialNoMatch", "CredentialBound"));
        // When the password rotates
        world.apply("kcp", Yaml.secret(NS, "registry-cred", "test-operator", Yaml.REGISTRY, "not-a-password-2"));
        // Then
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(
                                annotation(ManifestAnnotations.REVISION).asText())
                        .isNotEqualTo(revision));
        new Converges().holdsSoon(world);
        // When the Secret is spelled otherwise and says the same
        String same = annotation(ManifestAnnotations.REVISION).asText();
        long patches = world.cluster("kcp").requests().of("patch", ResourceKind.MANIFESTS);
        world.apply(
                "kcp",
                Yaml.secretOf(
                        NS,
                        "registry-cred",
                        "test-operator",
                        "kubernetes.io/dockerconfigjson",
                        ".dockerconfigjson",
                        "{ \"auths\": {\"registry.example.com\": {\"auth\": \"cm9ib3Q6bm90LWEtcGFzc3dvcmQtMg==\"}}}"));
        world.user("kcp").delete(ResourceKind.SECRETS, NS, "registry-cred");
        // Then a credential that is gone takes no selector with it
        awaitState("NoMatch");
        assertThat(manifest().at("/spec/install/source").has("credSecretSelector"))
                .isTrue();
        assertThat(same).isNotEqualTo(revision);
        assertThat(world.cluster("kcp").requests().of("patch", ResourceKind.MANIFESTS))
                .isEqualTo(patches + 1);
    }

    private void awaitState(String state) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> assertThat(annotation(ManifestAnnotations.STATE).asText())
                                .isEqualTo(state));
    }

    private JsonNode annotation(String name) {
        return manifest().at("/metadata/annotations").path(name);
    }

    private JsonNode manifest() {
        return world.user("kcp")
                .get(ResourceKind.MANIFESTS, NS, "kyma-template-operator")
                .orElseThrow();
    }
}
