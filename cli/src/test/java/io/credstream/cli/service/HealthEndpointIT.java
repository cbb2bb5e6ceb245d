package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Health;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthEndpointIT {

    private volatile Health health = Health.FINE;
    private final HealthEndpoint endpoint = HealthEndpoint.start(0, () -> health);

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void allIsWell() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ok\n");
    }

    @Test
    void whoIsNotReadyIsAliveAndSaysWhy() throws Exception {
        health = Health.notReady("partition 3 is not owned yet").and(Health.notReady("catches up"));

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body().lines()).containsExactly("partition 3 is not owned yet", "catches up");
    }

    @Test
    void whoIsDeadIsNeither() throws Exception {
        health = Health.FINE.and(Health.dead("the loop does not turn"));

        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/livez").body()).isEqualTo("the loop does not turn\n");
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(get("/livez/more").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
