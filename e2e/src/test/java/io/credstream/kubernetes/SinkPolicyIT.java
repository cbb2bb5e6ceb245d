package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.CONTROL_PLANE;
import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.credstream.model.BindingState;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.Definitions;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy of {@code deploy/rbac/sink-policy.yaml}, for an account that may do everything but for it. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class SinkPolicyIT {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SERVICES = "credstream-system";
    private static final String COLLECTION =
            "/apis/operator.kyma-project.io/v1beta2/namespaces/" + NAMESPACE + "/manifests";
    private static final String FULL = "full";
    private static final String REFUSED = "ValidatingAdmissionPolicy 'credstream-sink'";
    private static final ManifestAnnotations ONE =
            new ManifestAnnotations("install=h1", "r1", "Bound", "credentials-0@7");
    private static final ManifestAnnotations TWO =
            new ManifestAnnotations("config=h3,install=h2", "r2", "Bound", "credentials-0@8");

    private static final String EVERYTHING = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: everything}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects:
            - {kind: ServiceAccount, name: credstream-sink, namespace: credstream-system}
            - {kind: ServiceAccount, name: credstream-ingest, namespace: credstream-system}
            """;

    @TempDir
    static Path folder;

    private RealApiServer server;
    private ApiUser admin;
    private ApiUser sink;

    @BeforeAll
    void start() throws IOException {
        server = RealApiServer.start(KubeBinaries.find(), Files.createDirectory(folder.resolve("server")));
        admin = server.admin();
        Definitions.ours().installOn(admin);
        admin.apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(NAMESPACE));
        Kustomization.apply(admin, "rbac");
        admin.apply("kubectl", EVERYTHING);
        create(manifest(FULL));
        sink = admin.with(admin.issueToken(SERVICES, "credstream-sink"));
        String harmless = "[{\"op\": \"add\", \"path\": \"/metadata/labels/new\", \"value\": \"x\"}]";
        await().atMost(Duration.ofSeconds(60))
                .until(() -> patch(sink, FULL, harmless, "?dryRun=All").status() == 403);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void everyPatchOfTheSinkPasses() throws IOException {
        create(manifest("written"));
        write("written", true, edit(Layer.INSTALL, null, "a"), ManifestAnnotations.NONE, ONE);
        write("written", true, edit(Layer.INSTALL, "a", "b"), ONE, TWO);
        write("written", true, edit(Layer.CONFIG, null, "c"), TWO, ONE);
        JsonNode written = admin.read(ResourceKind.MANIFESTS, NAMESPACE, "written");
        assertThat(written.at("/spec/install/source/credSecretSelector").toString())
                .isEqualTo(Applied.selector("b"));
        assertThat(written.at("/spec/config/credSecretSelector").toString()).isEqualTo(Applied.selector("c"));
        write("written", true, edit(Layer.CONFIG, "c", null), ONE, TWO);
        write("written", true, edit(Layer.INSTALL, "b", null), TWO, ManifestAnnotations.NONE);
        assertThat(content("written")).isEqualTo(content(FULL));
    }

    @Test
    void itsFirstAnnotationsPassToo() throws IOException {
        ObjectNode bare = manifest("bare");
        bare.withObject("/metadata").remove("annotations");
        create(bare);
        write("bare", false, edit(Layer.INSTALL, null, "a"), ManifestAnnotations.NONE, ONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add     | /metadata/labels/new                                   | "x"       | metadata.labels
            remove  | /metadata/labels                                       |           | metadata.labels
            remove  | /metadata/finalizers                                   |           | metadata.finalizers
            add     | /metadata/finalizers/-                                 | "a.io/b"  | metadata.finalizers
            add     | /metadata/ownerReferences | [{"apiVersion":"v1","kind":"Secret","name":"a","uid":"b"}] | metadata.ownerReferences
            remove  | /metadata/annotations                                  |           | metadata.annotations[operator.kyma-project.io/fqdn]
            replace | /metadata/annotations/operator.kyma-project.io~1fqdn   | "x"       | metadata.annotations[operator.kyma-project.io/fqdn]
            add     | /metadata/annotations/credstream.io~1other             | "x"       | metadata.annotations[credstream.io/other]
            add     | /metadata/annotations/operator.kyma-project.io~1skip-reconciliation | "true" | metadata.annotations[operator.kyma-project.io/skip-reconciliation]
            replace | /spec/remote                                           | false     | spec.remote
            replace | /spec/version                                          | "2.0.0"   | spec.version
            remove  | /spec/version                                          |           | spec.version
            remove  | /spec/config                                           |           | spec.config
            remove  | /spec/resource                                         |           | spec.resource
            replace | /spec/resource/spec/replicas                           | 2         | spec.resource
            replace | /spec/install/name                                     | "x"       | spec.install.name
            replace | /spec/install/source/ref                               | "sha256:01" | spec.install.source.ref
            remove  | /spec/install/source/repo                              |           | spec.install.source.repo
            add     | /spec/install/source/new                               | {"a":[]}  | spec.install.source.new
            add     | /spec/install/source/credsecretselector                | {}        | spec.install.source.credsecretselector
            replace | /spec/install/source/nested/list/1/a                   | "c"       | spec.install.source.nested
            replace | /spec/install/source                                   | {}        | spec.install.source.ref
            replace | /spec/config/repo                                      | "x"       | spec.config.repo
            remove  | /spec/config/type                                      |           | spec.config.type
            """)
    void everyOtherChangeIsRefusedByName(String operation, String path, @Nullable String value, String named) {
        String given = value == null ? "" : ", \"value\": " + value;
        String change = "{\"op\": \"%s\", \"path\": \"%s\"%s}".formatted(operation, path, given);
        String allowed =
                "{\"op\": \"add\", \"path\": \"/metadata/annotations/credstream.io~1cause\", \"value\": \"x\"}";
        ObjectNode before = admin.read(ResourceKind.MANIFESTS, NAMESPACE, FULL);
        assertRefused(patch(sink, FULL, "[" + change + "]", ""), named);
        if (!path.equals("/metadata/annotations")) {
            assertRefused(patch(sink, FULL, "[" + allowed + ", " + change + "]", ""), named);
        }
        assertThat(admin.read(ResourceKind.MANIFESTS, NAMESPACE, FULL)).isEqualTo(before);
        ApiUser other = admin.with(admin.issueToken(SERVICES, "credstream-ingest"));
        assertThat(patch(other, FULL, "[" + change + "]", "?dryRun=All").status())
                .isEqualTo(200);
    }

    @Test
    void aConfigurationThatWasNotThereIsRefused() throws IOException {
        ObjectNode without = manifest("without");
        without.withObject("/spec").remove("config");
        create(without);
        String change = """
                [{"op": "add", "path": "/spec/config", "value": {"credSecretSelector": %s}}]
                """.formatted(Applied.selector("a"));
        assertRefused(patch(sink, "without", change, ""), "spec.config");
    }

    @Test
    void theSinkCreatesNoneDeletesNoneAndWritesNoStatus() throws IOException {
        String why = "it may not create or delete one, or write its status";
        String other = manifest("other").toString();
        assertRefused(sink.post(COLLECTION, other), why);
        assertRefused(
                sink.send("PATCH", COLLECTION + "/other?fieldManager=x", "application/apply-patch+yaml", other), why);
        assertRefused(sink.delete(COLLECTION + "/" + FULL), why);
        String status = "[{\"op\": \"add\", \"path\": \"/status\", \"value\": {\"state\": \"Ready\"}}]";
        assertRefused(patch(sink, FULL + "/status", status, ""), why);
        sink.delete(COLLECTION);
        assertThat(admin.get(COLLECTION + "/" + FULL).status()).isEqualTo(200);
        assertThat(admin.get(COLLECTION + "/other").status()).isEqualTo(404);
    }

    private void create(ObjectNode manifest) {
        admin.post(COLLECTION, manifest.toString()).ok();
    }

    /** With something in every place that a Manifest has. */
    private static ObjectNode manifest(String name) throws IOException {
        return (ObjectNode) YAML.readTree("""
                    apiVersion: operator.kyma-project.io/v1beta2
                    kind: Manifest
                    metadata:
                      name: %s
                      namespace: %s
                      labels: {operator.kyma-project.io/kyma-name: kyma-a}
                      annotations: {operator.kyma-project.io/fqdn: kyma-project.io/module/warden}
                      finalizers: [declarative.kyma-project.io/finalizer]
                    spec:
                      version: 1.0.0
                      remote: true
                      config: {name: values, repo: registry.example.com/modules, ref: "sha256:00", type: oci-ref}
                      install:
                        name: raw-manifest
                        source: {name: warden, repo: registry.example.com/modules, ref: "sha256:00", nested: {list: [1, {a: b}]}}
                      resource: {apiVersion: v1, kind: Sample, metadata: {name: warden}, spec: {replicas: 1}}
                    """.formatted(name, NAMESPACE));
    }

    /** What somebody wrote. */
    private List<JsonNode> content(String name) {
        JsonNode manifest = admin.read(ResourceKind.MANIFESTS, NAMESPACE, name);
        return List.of(manifest.at("/metadata/labels"), manifest.at("/metadata/annotations"), manifest.path("spec"));
    }

    private static void assertRefused(ApiUser.Answer answer, String why) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
        assertThat(answer.body().path("message").asText())
                .contains(REFUSED, "credstream-sink may")
                .contains(why);
    }

    private void write(
            String name, boolean annotated, LayerEdit edit, ManifestAnnotations expected, ManifestAnnotations desired) {
        String uid = admin.read(ResourceKind.MANIFESTS, NAMESPACE, name)
                .at("/metadata/uid")
                .asText();
        ManifestUpdate update = new ManifestUpdate(
                ObjectRef.parse(CONTROL_PLANE + "/" + NAMESPACE + "/" + name),
                uid,
                new Version(1, "10"),
                annotated,
                List.of(edit),
                expected,
                desired,
                BindingState.BOUND,
                1,
                new Coordinates("credstream.credentials", 0, 7));
        assertThat(GuardedPatch.of(update)).isInstanceOfSatisfying(GuardedPatch.Ready.class, ready -> {
            ApiUser.Answer answer =
                    patch(sink, name, ready.json(), "?fieldManager=" + ManifestAnnotations.FIELD_MANAGER);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        });
    }

    private static LayerEdit edit(Layer layer, @Nullable String expected, @Nullable String desired) {
        return new LayerEdit(
                layer,
                expected == null ? null : Applied.selector(expected),
                desired == null ? null : Applied.selector(desired));
    }

    private static ApiUser.Answer patch(ApiUser user, String name, String patch, String query) {
        return user.send("PATCH", COLLECTION + "/" + name + query, "application/json-patch+json", patch);
    }
}
