package io.credstream.sink;

import io.credstream.kube.Trouble;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes to one API server: each call is one request, sent once, with a limit in time.
 *
 * <p>Speaks HTTP beneath the client library's typed operations, which read before they patch, parse what nobody needs, and
 * hide the headers of answers. Nothing that a server answers is logged or kept.
 */
final class ManifestClient implements AutoCloseable {

    static final String API_VERSION = "operator.kyma-project.io/v1beta2";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String JSON = "application/json";

    private final KubernetesClient client;
    private final HttpClient http;
    private final String server;
    private final Duration timeout;

    /** Takes over the client, and closes it. */
    ManifestClient(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.http = client.getHttpClient();
        this.server = client.getMasterUrl().toString().replaceAll("/+$", "");
        this.timeout = timeout;
    }

    CompletableFuture<Outcome> patch(ManifestUpdate update, GuardedPatch.Ready patch) {
        String path =
                "/apis/" + API_VERSION + "/namespaces/" + update.manifest().namespace() + "/manifests/"
                        + update.manifest().name();
        HttpRequest request = request(path).patch(JSON_PATCH, patch.json()).build();
        return send(request)
                .thenApply(
                        answer -> Answers.classify(update, answer.code(), answer.header("Retry-After"), answer.body()))
                .exceptionally(failure -> new Outcome.Unavailable(Trouble.of(failure), null));
    }

    /** Creates a {@code core/v1} Event; completes with the status of the answer, exceptionally if there is none. */
    CompletableFuture<Integer> createEvent(String namespace, String event) {
        return send(request("/api/v1/namespaces/" + namespace + "/events")
                        .post(JSON, event)
                        .build())
                .thenApply(HttpResponse::code);
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return http.newHttpRequestBuilder()
                .uri(server + path + "?fieldManager=" + ManifestAnnotations.FIELD_MANAGER)
                .header("Accept", JSON)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The library's limit ends with the headers of the answer; ours is for its body too. */
    private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        try {
            return http.sendAsync(request, String.class).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (
                IllegalStateException
                        replaced) { // closed meanwhile, because the fleet says something else of how to reach it
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
    }
}
