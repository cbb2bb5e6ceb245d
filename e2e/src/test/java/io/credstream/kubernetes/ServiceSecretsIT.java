package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With everything of {@code deploy/kubernetes} on a real API server, no service can read a Secret of another one. */
@Tag("kubernetes")
final class ServiceSecretsIT {

    private static final String COMPONENT = "app.kubernetes.io/component";

    private RealApiServer server;
    private ApiUser admin;
    private final Map<String, JsonNode> services = new TreeMap<>();

    /** By namespace and name, the service whose Secret it is. */
    private final Map<String, String> owners = new TreeMap<>();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(folder.resolve("server")));
        admin = server.admin();
        admin.apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(NAMESPACE));
        Kustomization.apply(admin, "kubernetes");
        for (ObjectNode object : Kustomization.objects("kubernetes")) {
            if (object.path("kind").asText().equals("Deployment")) {
                services.put(
                        object.path("metadata").path("labels").path(COMPONENT).asText(), object);
            }
        }
        services.forEach(this::createSecrets);
        admin.apply("kubectl", Applied.secret(NAMESPACE, "red"));
        admin.apply("kubectl", Applied.kubeconfig(NAMESPACE, "kyma-a", "not-a-kubeconfig"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void noServiceReadsASecretOfAnotherOne() {
        assertThat(services).containsOnlyKeys("ingest", "processor", "sink");
        assertThat(owners.values()).containsAll(services.keySet());
        assertThat(owners).hasSize(9);
        assertThat(readable("ingest"))
                .containsExactlyInAnyOrder(NAMESPACE + "/cred-red", NAMESPACE + "/kubeconfig-kyma-a");
        assertThat(readable("processor")).isEmpty();
        assertThat(readable("sink")).isEmpty();
        services.keySet().forEach(service -> assertThat(foreign(service)).isEmpty());
    }

    /** As where the namespace of the services is one that ingest watches. */
    @Test
    void aRoleBoundWhereTheServicesAreWouldBeSeen() {
        JsonNode ingest = deployment("ingest");
        String namespace = ingest.at("/metadata/namespace").asText();
        admin.apply("kubectl", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: too-much, namespace: %1$s}
                rules:
                - {apiGroups: [""], resources: [secrets], verbs: [list]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: too-much, namespace: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: too-much}
                subjects:
                - {kind: ServiceAccount, name: %2$s, namespace: %1$s}
                """.formatted(namespace, account(ingest)));
        assertThat(foreign("ingest").stream().map(owners::get).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("processor", "sink");
    }

    /** Those that its pods mount, and a token of its account, which whoever connects from elsewhere may have made. */
    private void createSecrets(String service, JsonNode deployment) {
        String namespace = deployment.at("/metadata/namespace").asText();
        List<String> names = new ArrayList<>();
        for (JsonNode volume : deployment.at("/spec/template/spec/volumes")) {
            if (volume.has("secret")) {
                names.add(volume.at("/secret/secretName").asText());
            }
        }
        names.forEach(name -> {
            admin.apply("kubectl", """
                    {apiVersion: v1, kind: Secret, metadata: {name: %s, namespace: %s}, stringData: {file: not-a-secret}}
                    """.formatted(name, namespace));
            assertThat(owners.put(namespace + "/" + name, service))
                    .as("the other service that mounts " + name)
                    .isNull();
        });
        admin.apply("kubectl", """
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/service-account-token
                metadata:
                  name: %1$s-token
                  namespace: %2$s
                  annotations: {kubernetes.io/service-account.name: %1$s}
                """.formatted(account(deployment), namespace));
        owners.put(namespace + "/" + account(deployment) + "-token", service);
    }

    private Set<String> foreign(String service) {
        Set<String> foreign = readable(service);
        foreign.removeIf(secret -> owners.getOrDefault(secret, service).equals(service));
        return foreign;
    }

    /** Every Secret that the service's token can list or get, in whatever namespace. */
    private Set<String> readable(String service) {
        JsonNode deployment = deployment(service);
        ApiUser user =
                admin.with(admin.issueToken(deployment.at("/metadata/namespace").asText(), account(deployment)));
        Set<String> readable = new TreeSet<>(listed(user, "/api/v1/secrets"));
        for (JsonNode namespace : admin.list(ResourceKind.NAMESPACES)) {
            String name = namespace.at("/metadata/name").asText();
            readable.addAll(listed(user, "/api/v1/namespaces/" + name + "/secrets"));
        }
        for (JsonNode secret : admin.list(ResourceKind.SECRETS)) {
            String namespace = secret.at("/metadata/namespace").asText();
            String name = secret.at("/metadata/name").asText();
            if (user.get(ApiUser.pathOf(ResourceKind.SECRETS, namespace, name)).status() != 403) {
                readable.add(namespace + "/" + name);
            }
        }
        return readable;
    }

    private static Set<String> listed(ApiUser user, String path) {
        ApiUser.Answer answer = user.get(path);
        if (answer.status() == 403) {
            return Set.of();
        }
        Set<String> listed = new TreeSet<>();
        answer.ok()
                .path("items")
                .forEach(secret -> listed.add(secret.at("/metadata/namespace").asText() + "/"
                        + secret.at("/metadata/name").asText()));
        return listed;
    }

    private JsonNode deployment(String service) {
        return Objects.requireNonNull(services.get(service), service);
    }

    private static String account(JsonNode deployment) {
        return deployment.at("/spec/template/spec/serviceAccountName").asText();
    }
}
