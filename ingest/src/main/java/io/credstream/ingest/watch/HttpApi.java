package io.credstream.ingest.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.credstream.ingest.projection.Kyma;
import io.credstream.kube.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP on the client library's stack. Its typed lists and watches are not used: they build every object twice, swallow
 * what goes wrong in a handler after the version has advanced, and end a watch of which nothing is heard any more for
 * themselves only.
 */
final class HttpApi implements Api {

    private final ApiConnection connection;
    private final WatchSettings settings;
    private final Semaphore lists;
    private final Consumer<@Nullable String> serverDates;

    /**
     * @param lists how many pages may be under way at once, for all clusters together
     * @param serverDates gets the {@code Date} of each answer
     */
    HttpApi(ApiConnection connection, WatchSettings settings, Semaphore lists, Consumer<@Nullable String> serverDates) {
        this.connection = Objects.requireNonNull(connection);
        this.settings = Objects.requireNonNull(settings);
        this.lists = Objects.requireNonNull(lists);
        this.serverDates = Objects.requireNonNull(serverDates);
    }

    @Override
    public Page list(Feed feed, @Nullable String next, int limit, Consumer<JsonNode> items)
            throws ApiFailure, InterruptedException {
        String query = "?limit=" + limit + selector(feed) + (next == null ? "" : "&continue=" + encode(next));
        lists.acquire();
        try (Exchange exchange = send(feed.path() + query)) {
            requireOk(feed, exchange);
            ChunkStream body = new ChunkStream(exchange, settings.requestTimeout());
            Page page = ListReader.read(body, items);
            body.drain();
            return page;
        } catch (IOException e) {
            throw unread(e);
        } finally {
            lists.release();
        }
    }

    @Override
    public Events watch(Feed feed, String version, Duration lifetime) throws ApiFailure, InterruptedException {
        Exchange exchange = send(feed.path() + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + version
                + "&timeoutSeconds=" + Math.max(1, lifetime.toSeconds()) + selector(feed));
        try {
            requireOk(feed, exchange);
            return new EventStream(exchange);
        } catch (ApiFailure | InterruptedException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /** Both are public to whoever is authenticated, or easily granted; a cluster that keeps them to itself is no trouble. */
    @Override
    public Sighting.Identified identity() throws ApiFailure, InterruptedException {
        JsonNode system = get("api/v1/namespaces/kube-system");
        JsonNode version = get("version");
        return new Sighting.Identified(text(system.path("metadata").path("uid")), text(version.path("gitVersion")));
    }

    /** Missing where the server does not want to tell; only 401 and what says nothing at all is a failure. */
    private JsonNode get(String path) throws ApiFailure, InterruptedException {
        try (Exchange exchange = send(path)) {
            ChunkStream body = new ChunkStream(exchange, settings.requestTimeout());
            JsonNode answer = MissingNode.getInstance();
            switch (exchange.status()) {
                case 200 -> answer = WireJson.READER.readTree(body);
                case 403, 404 -> {}
                default -> throw new ApiFailure(HttpStatus.failure(exchange.status(), exchange.header("Retry-After")));
            }
            body.drain();
            return answer;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private void requireOk(Feed feed, Exchange exchange) throws ApiFailure, InterruptedException {
        if (exchange.status() == 404) {
            throw new ApiFailure(notServed(feed));
        }
        if (exchange.status() != 200) {
            throw new ApiFailure(HttpStatus.failure(exchange.status(), exchange.header("Retry-After")));
        }
    }

    private Failure notServed(Feed feed) throws ApiFailure, InterruptedException {
        if (!feed.isCustom()) {
            return HttpStatus.failure(404, null);
        }
        StringBuilder served = new StringBuilder();
        for (JsonNode version : get(Feed.groupPath()).path("versions")) {
            String name = version.path("version").asText("");
            if (!name.equals(feed.servedVersion()) && serves(feed, name)) {
                served.append(served.isEmpty() ? "" : ", ").append(name);
            }
        }
        return HttpStatus.notServed(feed, served.toString());
    }

    private boolean serves(Feed feed, String version) throws ApiFailure, InterruptedException {
        for (JsonNode resource : get(Feed.groupPath() + "/" + version).path("resources")) {
            if (resource.path("name").asText("").equals(feed.kind().plural())) {
                return true;
            }
        }
        return false;
    }

    private Exchange send(String pathAndQuery) throws ApiFailure, InterruptedException {
        KubernetesClient client = connection.client();
        String base = client.getMasterUrl().toString();
        var http = client.getHttpClient();
        Exchange exchange = Exchange.send(
                http,
                http.newHttpRequestBuilder()
                        .uri(base + (base.endsWith("/") ? "" : "/") + pathAndQuery)
                        .header("Accept", "application/json")
                        .build(),
                settings.requestTimeout());
        serverDates.accept(exchange.header("Date"));
        if (exchange.status() == 401) {
            exchange.close();
            connection.renew(client);
        }
        return exchange;
    }

    private String selector(Feed feed) {
        if (feed.isCustom()) {
            return "";
        }
        return "&labelSelector=" + encode(feed.kubeconfigs() ? Kyma.KYMA_NAME : settings.secretSelector());
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static ApiFailure unread(IOException e) throws InterruptedException {
        if (e instanceof InterruptedIOException) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        if (e instanceof ChunkStream.Failed failed) {
            return failed.failure();
        }
        return new ApiFailure(
                e instanceof JsonProcessingException
                        ? new Failure.Unintelligible()
                        : new Failure.Broken(Trouble.of(e)));
    }
}
