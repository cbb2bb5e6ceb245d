package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What Credstream relies on in an API server, whichever it is.
 *
 * <p>The suites below this class say it by topic. They need a server with the definitions of Manifests and
 * ModuleTemplates and an administrator's kubeconfig, and leave nothing behind that another test would see: each works in
 * a namespace of its own.
 */
@Timeout(60)
abstract class ApiServerContract {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    protected RawApi api = new RawApi(kubeconfig());
    protected final String namespace = "contract-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();

    /** {@return an administrator's way to the server under test} */
    protected abstract String kubeconfig();

    @BeforeEach
    void createNamespace() {
        var created = api.post("/api/v1/namespaces", """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(namespace));
        assertThat(created.status()).isEqualTo(201);
    }

    @AfterEach
    void deleteNamespace() {
        api.delete("/api/v1/namespaces/" + namespace);
        api.close();
    }

    protected String secrets() {
        return "/api/v1/namespaces/" + namespace + "/secrets";
    }

    protected String manifests() {
        return "/apis/operator.kyma-project.io/v1beta2/namespaces/" + namespace + "/manifests";
    }

    /** Creates a Secret with labels, given as members of a JSON object. */
    protected JsonNode createSecret(String name, String labels) {
        return created(api.post(secrets(), """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s", "labels": {%s}},
                 "data": {"key": "b2xk"}}""".formatted(name, labels)));
    }

    protected JsonNode createManifest(String name) {
        return created(api.post(manifests(), manifest(name, "")));
    }

    protected static String manifest(String name, String moreMetadata) {
        return """
                {"apiVersion": "operator.kyma-project.io/v1beta2", "kind": "Manifest",
                 "metadata": {"name": "%s"%s},
                 "spec": {"remote": true, "version": "1.0.0",
                          "install": {"name": "raw-manifest", "source": {"name": "a.b/c", "ref": "sha256:0"}},
                          "config": {"name": "a.b/c", "ref": "sha256:1", "type": "oci-ref"}}}""".formatted(name, moreMetadata);
    }

    protected static JsonNode created(RawApi.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    protected static JsonNode ok(RawApi.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Checks that a request was refused as Kubernetes refuses: with a Status that has the code and the reason. */
    protected static JsonNode refused(RawApi.Answer answer, int code, String reason) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(code);
        assertThat(answer.body().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.body().path("code").asInt()).isEqualTo(code);
        assertThat(answer.body().path("reason").asText()).isEqualTo(reason);
        return answer.body();
    }

    protected static String version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }

    protected static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.at("/metadata/name").asText())
                .toList();
    }
}
