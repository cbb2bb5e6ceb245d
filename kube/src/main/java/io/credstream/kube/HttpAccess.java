package io.credstream.kube;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.Objects;

/**
 * The API of one cluster as plain HTTP: where it is, whom to trust and who we are, and none of a client's models and registries,
 * which are most of what a client holds. Closing it closes its connections.
 */
public final class HttpAccess implements AutoCloseable {

    private final HttpClient http;
    private final String base;

    HttpAccess(HttpClient http, String server) {
        this.http = Objects.requireNonNull(http);
        this.base = server.endsWith("/") ? server : server + "/";
    }

    public HttpClient http() {
        return http;
    }

    /** A request that reads what is at a path, given without a slash in front. */
    public HttpRequest get(String pathAndQuery) {
        return http.newHttpRequestBuilder()
                .uri(base + pathAndQuery)
                .header("Accept", "application/json")
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}
