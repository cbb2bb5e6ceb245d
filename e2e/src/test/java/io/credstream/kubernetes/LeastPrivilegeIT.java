package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.CONTROL_PLANE;
import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.kubernetes.Grant.Right;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.Sink;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.RealApiServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roles of {@code deploy/rbac}, judged by a real authorizer: each suffices, and nothing in it can be spared. */
@Tag("kubernetes")
final class LeastPrivilegeIT {

    /** What Kubernetes grants to whoever is authenticated: to ask who they are and what they may. */
    private static final Set<String> GRANTED_TO_ALL =
            Set.of("create selfsubjectaccessreviews", "create selfsubjectreviews", "create selfsubjectrulesreviews");

    /** As docs/operations.md has it, with somebody who has nothing but that. */
    private static final String IMPERSONATOR = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: owner, namespace: kyma-system}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: credstream-ingest-impersonator, namespace: kyma-system}
            rules:
            - {apiGroups: [""], resources: [serviceaccounts], resourceNames: [credstream-ingest], verbs: [impersonate]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: owner, namespace: kyma-system}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: credstream-ingest-impersonator}
            subjects:
            - {kind: ServiceAccount, name: owner, namespace: kyma-system}
            """;

    private RealFleet fleet;
    private RealApiServer server;
    private ApiUser admin;

    @BeforeEach
    void start(@TempDir Path folder) throws InterruptedException {
        fleet = new RealFleet(folder);
        server = fleet.startServer(NAMESPACE);
        admin = server.admin();
        admin.apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: kyma-system}}");
        admin.apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: elsewhere}}");
        Kustomization.apply(admin, "rbac");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void ingestReadsWithEveryRightOfItsRoleAndNotWithOneLess(Role role) throws InterruptedException {
        // Given
        Grant grant = ingest(role);
        Map<String, Right> missing = new TreeMap<>();
        for (Right right : grant.rights()) {
            String id = "without-" + right.verb() + "-" + right.resource();
            missing.put(id, right);
            fleet.join(id, role, kubeconfig(grant.without(right).renamed("-" + id)));
        }
        fleet.join("complete", role, kubeconfig(grant));
        // When
        fleet.startIngest();
        // Then
        fleet.awaitCondition("complete", Condition.WATCHED);
        assertThat(status("complete").systemUid()).isNotNull();
        assertThat(missing).hasSizeGreaterThan(4);
        missing.forEach((id, right) -> {
            if (right.verb().equals("get")) {
                fleet.awaitCondition(id, Condition.WATCHED);
                assertThat(status(id).systemUid()).isNull();
            } else {
                fleet.awaitCondition(id, Condition.FORBIDDEN);
                assertThat(status(id).fix()).contains("deploy/rbac");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void ingestMayReadWhatItsRoleNamesAndWriteNothing(Role role) {
        String token = ingest(role).applyTo(admin);
        String namespace = role.defaultNamespace();
        assertThat(rights(token, namespace))
                .containsAll(Set.of("list secrets", "watch secrets", "list moduletemplates", "watch moduletemplates"))
                .allMatch(right -> right.matches("(get|list|watch) .*") || GRANTED_TO_ALL.contains(right));
        assertThat(rights(token, "elsewhere")).noneMatch(right -> right.contains(" secrets"));
        ApiUser ingest = admin.with(token);
        assertThat(ingest.get("/api/v1/namespaces/elsewhere/secrets").status()).isEqualTo(403);
        assertThat(ingest.get("/api/v1/secrets").status()).isEqualTo(403);
        assertThat(ingest.delete("/api/v1/namespaces/" + namespace + "/secrets/any")
                        .status())
                .isEqualTo(403);
    }

    /** The role of the service account is enough on a runtime, to act as it is all that the kubeconfig's user needs. */
    @Test
    void onDiscoveredRuntimesIngestIsTheServiceAccountAndNobodyElse() throws InterruptedException {
        // Given
        RealApiServer runtime = fleet.startServer("kyma-system");
        runtime.admin().apply("kubectl", Applied.secret("kyma-system", "red"));
        runtime.admin().apply("kubectl", IMPERSONATOR);
        String owner = runtime.admin().issueToken("kyma-system", "owner");
        ApiUser asOwner = runtime.admin().with(owner);
        assertThat(asOwner.get("/api/v1/namespaces/kyma-system/secrets").status())
                .isEqualTo(403);
        fleet.joinDiscovering(CONTROL_PLANE, kubeconfig(ingest(Role.CONTROL_PLANE)));
        fleet.startIngest();
        // When
        admin.apply("kubectl", Applied.kubeconfig(NAMESPACE, "found", runtime.kubeconfig(runtime.url(), owner)));
        // Then
        fleet.awaitCondition(CONTROL_PLANE + ".found", Condition.FORBIDDEN);
        // And when the account has its role
        Grant grant = ingest(Role.RUNTIME);
        grant.applyTo(runtime.admin());
        // Then
        fleet.awaitCondition(CONTROL_PLANE + ".found", Condition.WATCHED);
        assertThat(status(CONTROL_PLANE + ".found").systemUid()).isNotNull();
        assertThat(fleet.latest(fleet.topics().credentials()).records())
                .containsKey(CONTROL_PLANE + ".found/kyma-system/cred-red");
        fleet.awaitCondition(CONTROL_PLANE, Condition.WATCHED);
    }

    @Test
    void theSinkMayPatchManifestsAndTellOfItAndReadNothing() {
        String token = Grant.in("sink.yaml").applyTo(admin);
        Set<String> rights = rights(token, NAMESPACE);
        rights.removeAll(GRANTED_TO_ALL);
        assertThat(rights).containsExactlyInAnyOrder("patch manifests", "create events");
        assertThat(rights(token, "elsewhere")).isEqualTo(GRANTED_TO_ALL);
        ApiUser sink = admin.with(token);
        assertThat(sink.get("/api/v1/namespaces/" + NAMESPACE + "/secrets").status())
                .isEqualTo(403);
        assertThat(sink.get(ApiUser.pathOf(ResourceKind.SECRETS, NAMESPACE, "any"))
                        .status())
                .isEqualTo(403);
        assertThat(sink.get(ApiUser.pathOf(ResourceKind.MANIFESTS, NAMESPACE, "any"))
                        .status())
                .isEqualTo(403);
        assertThat(sink.delete(ApiUser.pathOf(ResourceKind.MANIFESTS, NAMESPACE, "any"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theSinkWritesWithEveryRightOfItsRoleAndNotWithOneLess() throws InterruptedException {
        // Given
        admin.apply("kubectl", Applied.secret(NAMESPACE, "red"));
        admin.apply("kubectl", Applied.template(NAMESPACE, "module", "1.0.0", "red"));
        LifecycleManager lifecycleManager = new LifecycleManager(admin);
        lifecycleManager.generate("module", "1.0.0");
        fleet.join(CONTROL_PLANE, Role.CONTROL_PLANE, kubeconfig(ingest(Role.CONTROL_PLANE)));
        fleet.startIngest();
        fleet.startProcessor();
        fleet.soon(() -> assertThat(pending()).isNotEmpty());
        Grant grant = Grant.in("sink.yaml");
        assertThat(grant.rights()).containsExactly(new Right("manifests", "patch"), new Right("events", "create"));
        // When
        fleet.writeKubeconfig(
                CONTROL_PLANE,
                kubeconfig(grant.without(new Right("manifests", "patch")).renamed("-a")));
        // Then
        writing(() -> {
            fleet.soon(() -> assertThat(fleet.log(fleet.topics().applyReports()))
                    .anySatisfy(record -> assertThat(record.toString()).contains("UNAVAILABLE")));
            assertThat(lifecycleManager.selector("module").isMissingNode()).isTrue();
        });
        // When
        fleet.writeKubeconfig(
                CONTROL_PLANE,
                kubeconfig(grant.without(new Right("events", "create")).renamed("-b")));
        // Then
        writing(() -> {
            fleet.soon(() ->
                    assertThat(lifecycleManager.selector("module").toString()).isEqualTo(Applied.selector("red")));
            fleet.soon(() -> assertThat(pending()).isEmpty());
        });
        assertThat(events()).isEmpty();
        // When
        fleet.writeKubeconfig(CONTROL_PLANE, kubeconfig(grant));
        admin.apply("kubectl", Applied.template(NAMESPACE, "module", "1.0.0", "nobody"));
        // Then
        writing(() -> {
            fleet.soon(() ->
                    assertThat(lifecycleManager.selector("module").toString()).isEqualTo(Applied.selector("nobody")));
            fleet.soon(() -> assertThat(events()).isNotEmpty());
        });
    }

    /** With a sink that connects with the kubeconfig of now. */
    private void writing(Runnable checks) throws InterruptedException {
        Sink sink = fleet.startSink();
        try {
            checks.run();
        } finally {
            sink.close();
        }
    }

    private static Grant ingest(Role role) {
        return Grant.in("ingest-" + role.display() + ".yaml");
    }

    private String kubeconfig(Grant grant) {
        return server.kubeconfig(server.url(), grant.applyTo(admin));
    }

    private ClusterStatus status(String id) {
        return fleet.latest(fleet.topics().clusterStatus()).get(id).orElseThrow();
    }

    private Map<String, ?> pending() {
        return fleet.latest(fleet.topics().manifestUpdates()).records();
    }

    private JsonNode events() {
        return admin.get("/api/v1/namespaces/" + NAMESPACE + "/events").ok().path("items");
    }

    /** All that a token is good for in a namespace, but for reading what is no resource. */
    private Set<String> rights(String token, String namespace) {
        String review = """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": "%s"}}
                """.formatted(namespace);
        JsonNode rules = admin.with(token)
                .post("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review)
                .ok()
                .at("/status/resourceRules");
        Set<String> rights = new TreeSet<>();
        for (JsonNode rule : rules) {
            for (JsonNode resource : rule.path("resources")) {
                rule.path("verbs").forEach(verb -> rights.add(verb.asText() + " " + resource.asText()));
            }
        }
        return rights;
    }
}
