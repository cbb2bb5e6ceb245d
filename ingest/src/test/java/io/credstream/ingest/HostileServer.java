package io.credstream.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server that answers as a test says, over plain HTTP. What the test leaves to it, it answers as an empty cluster would:
 * lists have nothing in them, and watches stay open and carry bookmarks.
 */
final class HostileServer implements AutoCloseable {

    private static final byte[] EMPTY = utf8("{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}");
    private static final byte[] BOOKMARK =
            utf8("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"6\"}}}\n");

    /** What a test has it do. */
    @FunctionalInterface
    interface Misbehaviour {
        /** Writes an answer, and returns whether it did. */
        boolean answer(Request request, OutputStream out) throws IOException;
    }

    /** What is asked. */
    record Request(String path, String query) {
        boolean lists(String plural) {
            return path.endsWith("/" + plural) && !query.contains("watch=true") && !query.contains("kyma-name");
        }

        boolean watches(String plural) {
            return path.endsWith("/" + plural) && query.contains("watch=true");
        }

        boolean is(String end) {
            return path.endsWith(end);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Misbehaviour misbehaviour;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;

    HostileServer(Misbehaviour misbehaviour) {
        this.misbehaviour = misbehaviour;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** From now on it does something else. */
    void does(Misbehaviour other) {
        misbehaviour = other;
    }

    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: not-a-token}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(server.getAddress().getPort());
    }

    static String list(List<String> items, String next) {
        return "{\"metadata\":{\"resourceVersion\":\"5\",\"continue\":\"" + next + "\"},\"items\":["
                + String.join(",", items) + "]}";
    }

    static String manifest(String name, String version, String more) {
        return """
                {"metadata":{"namespace":"kcp-system","name":"%s","uid":"uid-%s","resourceVersion":"%s"%s},"spec":{"version":"1.0.0"}}""".formatted(name, name, version, more);
    }

    static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(utf8(text));
        out.flush();
    }

    private void answer(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        Request request = new Request(uri.getPath(), uri.getQuery() == null ? "" : uri.getQuery());
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, 0);
            if (!misbehaviour.answer(request, out)) {
                ordinary(request, out);
            }
        } catch (IOException hungUp) {
            // which is how a client ends what it does not want
        }
    }

    private void ordinary(Request request, OutputStream out) throws IOException {
        if (request.query().contains("watch=true")) {
            idle(out);
        } else if (request.is("/version")) {
            write(out, "{\"gitVersion\":\"v1.34.0\"}");
        } else if (request.is("/kube-system")) {
            write(out, "{\"metadata\":{\"uid\":\"uid-of-the-hostile\"}}");
        } else {
            out.write(EMPTY);
        }
    }

    /** A watch on which nothing happens. */
    void idle(OutputStream out) throws IOException {
        int mine = generation.get();
        try {
            while (!closed && mine == generation.get()) {
                out.write(BOOKMARK);
                out.flush();
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watches that are idle now. */
    void interrupt() {
        generation.incrementAndGet();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
    }
}
