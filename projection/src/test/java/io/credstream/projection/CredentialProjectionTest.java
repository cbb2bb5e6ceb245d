package io.credstream.projection;

import static io.credstream.projection.Given.CONTROL_PLANE;
import static io.credstream.projection.Given.RUNTIME;
import static io.credstream.projection.Given.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
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
    private static FingerprintKeys keys;
    private static Projections projections;

    private static final String SECRET = """
            metadata:
              name: my-secret
              namespace: kcp-system
              uid: u1
              labels: {operator.kyma-project.io/oci-registry-cred: test-operator, operator.kyma-project.io/managed-by: lifecycle-manager}
              annotations:
                credstream.io/expires-at: 2030-01-01T00:00:00Z
                kubectl.kubernetes.io/last-applied-configuration: '{"data": "canary"}'
            type: kubernetes.io/dockerconfigjson
            # {"auths":{"r.io":{"auth":"fake-user:fake-password"}}}, the latter in base64
            data: {.dockerconfigjson: eyJhdXRocyI6eyJyLmlvIjp7ImF1dGgiOiJabUZyWlMxMWMyVnlPbVpoYTJVdGNHRnpjM2R2Y21RPSJ9fX0=}
            """;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) {
        keys = FingerprintKeys.generate(folder.resolve("keys.yaml"));
        projections = new Projections(SecretSelector.DEFAULT, keys.reader());
    }

    @Test
    void saysWhatASecretIsForAndNothingOfItsAnnotations() {
        Credential credential = credential(CONTROL_PLANE, SECRET).orElseThrow();

        assertThat(credential.ref().key()).isEqualTo("kcp/kcp-system/my-secret");
        assertThat(credential.uid()).isEqualTo("u1");
        assertThat(credential.labels())
                .containsOnly(
                        Map.entry("operator.kyma-project.io/oci-registry-cred", "test-operator"),
                        Map.entry("operator.kyma-project.io/managed-by", "lifecycle-manager"));
        assertThat(credential.registries()).extracting(RegistryEntry::registry).containsExactly("r.io");
        assertThat(credential.expiresAt()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(credential.problem()).isNull();
        assertThat(credential.toString()).doesNotContain("canary", "fake-user", "fake-password");
    }

    @Test
    void countsOnlyInAllowedNamespaces() {
        String inDefault = SECRET.replace("kcp-system", "default");

        assertThat(exclusions(CONTROL_PLANE, inDefault))
                .containsExactly(new Exclusion.OtherNamespace("default", List.of("kcp-system")));
        assertThat(exclusions(RUNTIME, SECRET))
                .containsExactly(new Exclusion.OtherNamespace("kcp-system", List.of("kyma-system")));
        assertThat(exclusions(RUNTIME, SECRET.replace("kcp-system", "kyma-system")))
                .isEmpty();
        assertThat(exclusions(Given.cluster("any", Role.CONTROL_PLANE, Cluster.ALL_NAMESPACES), inDefault))
                .isEmpty();
    }

    @Test
    void countsOnlyIfTheSelectorInForceSelectsIt() {
        SecretSelector mine = SecretSelector.parse("operator.kyma-project.io/oci-registry-cred,env in (dev,test)");
        Projections projecting = new Projections(mine, keys.reader());
        Observed secret = observed(CONTROL_PLANE, SECRET);
        Observed selected = observed(CONTROL_PLANE, SECRET.replace("labels: {", "labels: {env: dev, "));

        assertThat(projecting.exclusions(Kind.SECRET, secret))
                .containsExactly(
                        new Exclusion.Unselected(new Requirement("env", Operator.IN, List.of("dev", "test")), null));
        assertThat(projecting.project(Kind.SECRET, secret, List.of())).isEmpty();
        assertThat(projecting.project(Kind.SECRET, selected, List.of())).isPresent();
        assertThat(exclusions(CONTROL_PLANE, SECRET.replace("lifecycle-manager", "helm")))
                .containsExactly(new Exclusion.Unselected(
                        new Requirement(Kyma.MANAGED_BY, Operator.IN, List.of("lifecycle-manager")), "helm"));
    }

    @Test
    void isNoKubeconfigOfARuntime() {
        String kubeconfig = SECRET.replace("labels: {", "labels: {operator.kyma-project.io/kyma-name: my-kyma, ");

        assertThat(exclusions(CONTROL_PLANE, kubeconfig)).containsExactly(new Exclusion.Kubeconfig());
        assertThat(projections.project(Kind.SECRET, observed(CONTROL_PLANE, kubeconfig), List.of()))
                .isEmpty();
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

    private static List<Exclusion> exclusions(Cluster cluster, String yaml) {
        return projections.exclusions(Kind.SECRET, observed(cluster, yaml));
    }

    private static Optional<Credential> credential(Cluster cluster, String yaml) {
        return projections.credential(observed(cluster, yaml), List.of());
    }
}
