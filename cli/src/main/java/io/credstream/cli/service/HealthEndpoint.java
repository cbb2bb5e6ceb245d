package io.credstream.cli.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.observe.Health;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells whoever runs this process how it is: {@code /livez} and {@code /readyz} answer 200, or 503 with a line for each reason,
 * as those of Kubernetes' own components do.
 */
final class HealthEndpoint implements Part {

    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<Health> health;

    private HealthEndpoint(HttpServer server, Supplier<Health> health) {
        this.server = server;
        this.health = health;
    }

    /**
     * Listens on every address of the machine.
     *
     * @param port 0 for any that is free
     * @throws Failure if the port is taken
     */
    static HealthEndpoint start(int port, Supplier<Health> health) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--http-port: cannot listen at port " + port + "; take another one", e);
        }
        HealthEndpoint endpoint = new HealthEndpoint(server, health);
        server.createContext("/livez", exchange -> endpoint.answer(exchange, "/livez", Health::live));
        server.createContext("/readyz", exchange -> endpoint.answer(exchange, "/readyz", Health::ready));
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String path, Predicate<Health> good) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
                return;
            }
            Health now = health.get();
            boolean isGood = good.test(now);
            String text = isGood ? "ok" : String.join("\n", now.reasons());
            byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(
                    isGood ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
