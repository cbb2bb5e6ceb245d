package io.credstream.cli.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.observe.Health;
import io.credstream.observe.Printable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells whoever runs this process how it is: {@code /livez} and {@code /readyz} answer 200, or 503 with a line for each reason,
 * as those of Kubernetes' own components do, and {@code /metrics} what Prometheus asks for.
 */
final class HttpEndpoint implements Part {

    private static final int BACKLOG = 16;
    private static final int LONGEST = 2_000;
    private static final String PLAIN = "text/plain; charset=utf-8";

    private record Answer(int status, String type, String text) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<Health> health;
    private final Supplier<String> metrics;

    private HttpEndpoint(HttpServer server, Supplier<Health> health, Supplier<String> metrics) {
        this.server = server;
        this.health = health;
        this.metrics = metrics;
    }

    /**
     * Listens on every address of the machine.
     *
     * @param port 0 for any that is free
     * @param metrics of {@link Scrape#CONTENT_TYPE}
     * @throws Failure if the port is taken
     */
    static HttpEndpoint start(int port, Supplier<Health> health, Supplier<String> metrics) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--http-port: cannot listen at port " + port + "; take another one", e);
        }
        HttpEndpoint endpoint = new HttpEndpoint(server, health, metrics);
        endpoint.serve("/livez", () -> endpoint.health(Health::live));
        endpoint.serve("/readyz", () -> endpoint.health(Health::ready));
        endpoint.serve("/metrics", endpoint::metrics);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals(path)) {
                    send(exchange, answer.get());
                } else {
                    exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
                }
            }
        });
    }

    private Answer health(Predicate<Health> good) {
        Health now = health.get();
        return good.test(now)
                ? new Answer(HttpURLConnection.HTTP_OK, PLAIN, "ok\n")
                : new Answer(HttpURLConnection.HTTP_UNAVAILABLE, PLAIN, lines(now.reasons()));
    }

    private static String lines(List<String> reasons) {
        return reasons.stream()
                .map(reason -> Printable.line(reason, LONGEST) + "\n")
                .collect(Collectors.joining());
    }

    private Answer metrics() {
        return new Answer(HttpURLConnection.HTTP_OK, Scrape.CONTENT_TYPE, metrics.get());
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
