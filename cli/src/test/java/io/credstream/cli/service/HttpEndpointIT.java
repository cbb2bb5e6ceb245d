package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Health;
import io.credstream.observe.Metric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpEndpointIT {

    private volatile Health health = Health.FINE;
    private final Scrape scrape = new Scrape();
    private final HttpEndpoint endpoint = HttpEndpoint.start(0, () -> health, scrape::text);

    @AfterEach
    void close() {
        endpoint.close();
        scrape.close();
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
    void whatIsMeasuredIsThereInTheFormOfPrometheus() throws Exception {
        scrape.ready(() -> health);
        scrape.meters().counter(Metric.DEAD_LETTERS, "sink", "undecodable").increment();

        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .contains("# TYPE credstream_dead_letters_total counter\n")
                .contains("credstream_dead_letters_total{code=\"undecodable\",part=\"sink\"} 1.0\n")
                .contains("\ncredstream_ready 1.0\n")
                .contains("\njvm_memory_used_bytes{");
        health = Health.notReady("catches up");
        assertThat(get("/metrics").body()).contains("\ncredstream_ready 0.0\n");
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(get("/livez/more").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
