package io.credstream.sink.cluster;

import io.credstream.kube.Trouble;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.sink.patch.GuardedPatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    /** More than etcd keeps of any object. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

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
                .handle((answer, failure) -> failure == null
                        ? Answers.classify(update, answer.status(), answer.retryAfter(), answer.body())
                        : new Outcome.Unavailable(Trouble.of(failure), null));
    }

    /** Creates a {@code core/v1} Event; completes with the status of the answer, exceptionally if there is none. */
    CompletableFuture<Integer> createEvent(String namespace, String event) {
        return send(request("/api/v1/namespaces/" + namespace + "/events")
                        .post(JSON, event)
                        .build())
                .thenApply(Answer::status);
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

    /** The library's limit ends with the headers of the answer; ours is for its body too, and for its length. */
    private CompletableFuture<Answer> send(HttpRequest request) {
        var answer = new CompletableFuture<Answer>();
        var body = new ByteArrayOutputStream();
        try {
            CompletableFuture<HttpResponse<AsyncBody>> sent = http.consumeBytes(request, (chunks, rest) -> {
                for (ByteBuffer chunk : chunks) {
                    if (body.size() + chunk.remaining() > MAX_ANSWER_BYTES) {
                        answer.completeExceptionally(new AnswerTooLargeException());
                        return;
                    }
                    body.writeBytes(bytes(chunk));
                }
                rest.consume();
            });
            var unused = sent.whenComplete((response, failure) -> read(response, failure, body, answer));
            return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
                if (failure != null) {
                    sent.cancel(true);
                }
            });
        } catch (
                IllegalStateException
                        replaced) { // closed meanwhile, because the fleet says something else of how to reach it
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
    }

    private static void read(
            @Nullable HttpResponse<AsyncBody> response,
            @Nullable Throwable failure,
            ByteArrayOutputStream body,
            CompletableFuture<Answer> answer) {
        if (response == null) {
            answer.completeExceptionally(failure == null ? new ClosedChannelException() : failure);
            return;
        }
        var unusedToo = answer.whenComplete((done, why) -> {
            if (why != null) {
                response.body().cancel();
            }
        });
        var unused = response.body().done().whenComplete((done, broken) -> {
            if (broken == null) {
                answer.complete(new Answer(
                        response.code(), response.header("Retry-After"), body.toString(StandardCharsets.UTF_8)));
            } else {
                answer.completeExceptionally(broken);
            }
        });
        response.body().consume();
    }

    private static byte[] bytes(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        return bytes;
    }

    private record Answer(int status, @Nullable String retryAfter, String body) {}

    /** Whoever sends more is not an API server that was asked about one Manifest. */
    private static final class AnswerTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
