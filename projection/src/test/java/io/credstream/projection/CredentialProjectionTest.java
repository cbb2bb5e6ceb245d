package io.credstream.projection;

import static io.credstream.projection.Given.CONTROL_PLANE;
import static io.credstream.projection.Given.RUNTIME;
import static io.credstream.projection.Given.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.secret.FingerprintKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R7: which Secrets count, and what is said of them. */
@SuppressWarnings("NullAway.Init")
class CredentialProjectionTest {
    private static Projections projections;

    private static final String SECRET = """
            metadata:
              name: my-secret
              namespace: kcp-system
              uid: u1
              labels: {operator.kyma-project.io/oci-registry-cred: test-operator}
              annotations:
                credstream.io/expires-at: 2030-01-01T00:00:00Z
                kubectl.kubernetes.io/last-applied-configuration: '{"data": "canary"}'
            type: kubernetes.io/dockerconfigjson
            # {"auths":{"r.io":{"auth":"fake-user:fake-password"}}}, the latter in base64
            data: {.dockerconfigjson: eyJhdXRocyI6eyJyLmlvIjp7ImF1dGgiOiJabUZyWlMxMWMyVnlPbVpoYTJVdGNHRnpjM2R2Y21RPSJ9fX0=}
            """;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) {
        projections = new Projections(
                FingerprintKeys.generate(folder.resolve("keys.yaml")).reader());
    }

    @Test
    void saysWhatASecretIsForAndNothingOfItsAnnotations() {
        Credential credential = credential(CONTROL_PLANE, SECRET).orElseThrow();

        assertThat(credential.ref().key()).isEqualTo("kcp/kcp-system/my-secret");
        assertThat(credential.uid()).isEqualTo("u1");
        assertThat(credential.labels())
                .containsExactly(Map.entry("operator.kyma-project.io/oci-registry-cred", "test-operator"));
        assertThat(credential.registries()).extracting(RegistryEntry::registry).containsExactly("r.io");
        assertThat(credential.expiresAt()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(credential.problem()).isNull();
        assertThat(credential.toString()).doesNotContain("canary", "fake-user", "fake-password");
    }

    @Test
    void countsOnlyInAllowedNamespaces() {
        assertThat(credential(CONTROL_PLANE, SECRET.replace("kcp-system", "default")))
                .isEmpty();
        assertThat(credential(RUNTIME, SECRET)).isEmpty();
        assertThat(credential(RUNTIME, SECRET.replace("kcp-system", "kyma-system")))
                .isPresent();
        assertThat(credential(Given.cluster("any", Role.CONTROL_PLANE, Cluster.ALL_NAMESPACES), SECRET))
                .isPresent();
    }

    @Test
    void isNoKubeconfigOfARuntime() {
        String kubeconfig = SECRET.replace("labels: {", "labels: {operator.kyma-project.io/kyma-name: my-kyma, ");

        assertThat(credential(CONTROL_PLANE, kubeconfig)).isEmpty();
    }

    @Test
    void keepsTheLabelsOfASecretThatCannotBeUsed() {
        assertThat(credential(CONTROL_PLANE, SECRET.replace("dockerconfigjson: eyJ", "dockerconfigjson: e!J")))
                .hasValueSatisfying(c -> {
                    assertThat(c.problem()).isEqualTo(Problem.MALFORMED);
                    assertThat(c.labels()).containsKey("operator.kyma-project.io/oci-registry-cred");
                });
        assertThat(credential(CONTROL_PLANE, SECRET.replace("kubernetes.io/dockerconfigjson", "Opaque")))
                .hasValueSatisfying(c -> assertThat(c.problem()).isEqualTo(Problem.WRONG_TYPE));
    }

    private static Optional<Credential> credential(Cluster cluster, String yaml) {
        return projections.credential(observed(cluster, yaml), List.of());
    }
}
