package io.credstream.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/** Somebody with a token who reads and writes the objects of a {@link RealApiServer}. */
public final class ApiUser {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PATIENCE = 30;
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI server;
    private final String token;

    ApiUser(SSLContext trust, URI server, String token) {
        this(HttpClient.newBuilder().sslContext(trust).build(), server, token);
    }

    private ApiUser(HttpClient http, URI server, String token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** What an API server answered; a body that is no object is a text node. */
    public record Answer(int status, JsonNode body) {

        /** {@return the body of what was not refused} */
        public JsonNode ok() {
            if (status >= 300) {
                throw new IllegalStateException(status + " " + body);
            }
            return body;
        }
    }

    /** {@return somebody else} */
    public ApiUser with(String otherToken) {
        return new ApiUser(http, server, otherToken);
    }

    /** Applies objects on the server, by force, as controllers do and {@code kubectl apply --server-side} can. */
    public void apply(String fieldManager, String yaml) {
        for (var object : Json.readDocuments(yaml)) {
            apply(fieldManager, pathOf(object), object);
        }
    }

    /**
     * Applies one object.
     *
     * @param path of the object, or of its status
     * @return the object as it is now
     */
    public JsonNode apply(String fieldManager, String path, ObjectNode object) {
        return send(
                        "PATCH",
                        path + "?force=true&fieldManager=" + fieldManager,
                        "application/apply-patch+yaml",
                        object.toString())
                .ok();
    }

    /** {@return every object of a kind} */
    public List<ObjectNode> list(ResourceKind kind) {
        var objects = new ArrayList<ObjectNode>();
        get(pathOf(kind)).ok().path("items").forEach(item -> objects.add((ObjectNode) item));
        return objects;
    }

    /** {@return an object that is there} */
    public ObjectNode read(ResourceKind kind, String namespace, String name) {
        return (ObjectNode) get(pathOf(kind, namespace, name)).ok();
    }

    /** Merges into an object. */
    public void merge(ResourceKind kind, String namespace, String name, String patch) {
        send("PATCH", pathOf(kind, namespace, name), "application/merge-patch+json", patch)
                .ok();
    }

    public void delete(ResourceKind kind, String namespace, String name) {
        delete(pathOf(kind, namespace, name)).ok();
    }

    /** {@return a token of a service account that is there} */
    public String issueToken(String namespace, String serviceAccount) {
        var request = "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\": {}}";
        return post("/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, serviceAccount), request)
                .ok()
                .at("/status/token")
                .asText();
    }

    public Answer get(String path) {
        return send("GET", path, JSON_TYPE, "");
    }

    public Answer post(String path, String body) {
        return send("POST", path, JSON_TYPE, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, JSON_TYPE, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, JSON_TYPE, "");
    }

    /**
     * Sends a request, whatever it is; again while the server has no time, as it says for a while after its start.
     *
     * @param body JSON, or YAML where the content type says so; empty for none
     */
    public Answer send(String method, String path, String contentType, String body) {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .method(method, publisher)
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            for (int again = 0; response.statusCode() == 429 && again < PATIENCE; again++) {
                Thread.sleep(1000);
                response = http.send(request, BodyHandlers.ofString());
            }
            return new Answer(response.statusCode(), read(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode read(String body) throws IOException {
        return body.startsWith("{") ? JSON.readTree(body) : TextNode.valueOf(body);
    }

    /** {@return the path of an object} */
    public static String pathOf(ResourceKind kind, String namespace, String name) {
        return base(kind.storedApiVersion()) + "/namespaces/" + namespace + "/" + kind.plural() + "/" + name;
    }

    private static String pathOf(ResourceKind kind) {
        return base(kind.storedApiVersion()) + "/" + kind.plural();
    }

    /** {@return the path of an object of any kind with a regular plural} */
    public static String pathOf(ObjectNode object) {
        var namespace = object.at("/metadata/namespace").asText("");
        return base(object.path("apiVersion").asText())
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/" + plural(object.path("kind").asText().toLowerCase(Locale.ROOT)) + "/"
                + object.at("/metadata/name").asText();
    }

    private static String plural(String kind) {
        return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    }

    private static String base(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }
}
