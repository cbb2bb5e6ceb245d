package io.credstream.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to an API server as they go over the wire, with the client library's connection and nothing of its model. */
final class RawApi implements AutoCloseable {

    static final String JSON = "application/json";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KubernetesClient client;
    private final String base;

    RawApi(String kubeconfig) {
        var config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        base = config.getMasterUrl().replaceAll("/+$", "");
    }

    /** An answer; a body that is not JSON becomes a text node. */
    record Answer(int status, JsonNode body, HttpResponse<String> http) {
        String version() {
            return body.at("/metadata/resourceVersion").asText();
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(http.header(name));
        }
    }

    KubernetesClient client() {
        return client;
    }

    Answer get(String path) {
        return send("GET", path, JSON, null);
    }

    Answer post(String path, String body) {
        return send("POST", path, JSON, body);
    }

    Answer put(String path, String body) {
        return send("PUT", path, JSON, body);
    }

    Answer jsonPatch(String path, String body) {
        return send("PATCH", path, JSON_PATCH, body);
    }

    Answer mergePatch(String path, String body) {
        return send("PATCH", path, MERGE_PATCH, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, JSON, null);
    }

    Answer delete(String path, String options) {
        return send("DELETE", path, JSON, options);
    }

    Answer send(String method, String path, String contentType, @Nullable String body) {
        var response = await(
                http().sendAsync(request(path).method(method, contentType, body).build(), String.class));
        return new Answer(response.code(), parse(response.body()), response);
    }

    EventStream watch(String path) {
        return EventStream.lines(http(), request(path).forStreaming().build());
    }

    EventStream watchBySocket(String path) {
        var stream = new EventStream();
        var socket = http().newWebSocketBuilder().uri(URI.create(base + path)).buildAsync(stream.socketListener());
        await(socket);
        return stream;
    }

    private HttpRequest.Builder request(String path) {
        return http().newHttpRequestBuilder().uri(URI.create(base + path));
    }

    private HttpClient http() {
        return client.getHttpClient();
    }

    static JsonNode parse(@Nullable String text) {
        try {
            return text != null && text.startsWith("{") ? MAPPER.readTree(text) : MAPPER.valueToTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    static String utf8(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(15, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException | InterruptedException late) {
            throw new IllegalStateException(late);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
