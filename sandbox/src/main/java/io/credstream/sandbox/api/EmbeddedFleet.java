package io.credstream.sandbox.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many small API servers behind one port of the loopback interface, told apart by the path {@code /clusters/<id>}.
 *
 * <p>They run on one event loop and hold no thread for anything. What they can do is what Credstream uses, done as
 * kube-apiserver does it; a contract suite says what that is.
 */
public final class EmbeddedFleet implements AutoCloseable {

    private static final String PREFIX = "clusters";

    private final FleetOptions options;
    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, EmbeddedCluster> clusters = new ConcurrentSkipListMap<>();

    private EmbeddedFleet(FleetOptions options) {
        this.options = options;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        // Clear-text HTTP/2 would put many requests on one connection, and a cut would hit more than it is meant for.
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(1 << 16)
                        .setMaxHeaderSize(1 << 16))
                .requestHandler(this::route);
    }

    /** Starts a fleet without clusters on a free port. */
    public static EmbeddedFleet start() {
        return start(FleetOptions.defaults());
    }

    /**
     * Starts a fleet without clusters.
     *
     * @throws IllegalStateException if the port is taken
     */
    public static EmbeddedFleet start(FleetOptions options) {
        var fleet = new EmbeddedFleet(options);
        try {
            await(fleet.server.listen(options.port(), "127.0.0.1"));
            return fleet;
        } catch (IllegalStateException failed) {
            fleet.close();
            throw failed;
        }
    }

    /** {@return the port at 127.0.0.1} */
    public int port() {
        return server.actualPort();
    }

    /**
     * {@return the cluster of an id, which is made if it is not there yet}
     *
     * @param id letters, digits, dots and hyphens
     */
    public synchronized EmbeddedCluster cluster(String id) {
        if (!id.matches("[A-Za-z0-9][-A-Za-z0-9.]*")) {
            throw new IllegalArgumentException("not a cluster id: " + id);
        }
        return clusters.computeIfAbsent(id, this::newCluster);
    }

    private EmbeddedCluster newCluster(String id) {
        var url = URI.create("http://127.0.0.1:%d/%s/%s".formatted(port(), PREFIX, id));
        return new EmbeddedCluster(id, url, options, options.random().split(), vertx);
    }

    /** Removes a cluster with all that is in it; its path is unknown from now on. */
    public void remove(String id) {
        var removed = clusters.remove(id);
        if (removed != null) {
            removed.server().takeDown();
        }
    }

    /** {@return every cluster by id} */
    public Map<String, EmbeddedCluster> clusters() {
        return new TreeMap<>(clusters);
    }

    private void route(HttpServerRequest http) {
        var path = List.of(Arrays.stream(http.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toArray(String[]::new));
        var cluster = path.size() > 2 && path.getFirst().equals(PREFIX) ? clusters.get(path.get(1)) : null;
        if (cluster == null) {
            http.response().setStatusCode(404).end("404 page not found\n");
        } else {
            cluster.server().handle(http, path.subList(2, path.size()));
        }
    }

    /** Stops every API server; connections are closed. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("the embedded fleet did not answer within 10 s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
