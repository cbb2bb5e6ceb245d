package io.credstream.ingest.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.credstream.kube.HttpAccess;
import io.credstream.kube.Trouble;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP on the client library's stack. Its typed lists and watches are not used: they build every object twice, swallow
 * what goes wrong in a handler after the version has advanced, and end a watch of which nothing is heard any more for
 * themselves only.
 */
final class HttpApi implements Api {

    /** Of a version or a uid, which are a tenth of it. */
    private static final int MAX_IDENTITY = 256;

    private static final Pattern VERSION_NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final int MAX_VERSIONS = 8;

    private final ApiConnection connection;
    private final WatchSettings settings;
    private final Admission.Guest guest;
    private final Room.Share room;
    private final Consumer<@Nullable String> serverDates;

    /**
     * @param guest in whose name requests pass
     * @param room of the cluster, for what arrives
     * @param serverDates gets the {@code Date} of each answer
     */
    HttpApi(
            ApiConnection connection,
            WatchSettings settings,
            Admission.Guest guest,
            Room.Share room,
            Consumer<@Nullable String> serverDates) {
        this.connection = connection;
        this.settings = settings;
        this.guest = guest;
        this.room = room;
        this.serverDates = serverDates;
    }

    @Override
    public Page list(Feed feed, @Nullable String next, int limit, Items items) throws ApiFailure, InterruptedException {
        String query = "?limit=" + limit + selector(feed) + (next == null ? "" : "&continue=" + encode(next));
        try (Answer answer = ask(feed.path() + query, () -> {})) {
            Exchange exchange = answer.exchange();
            requireOk(feed, answer);
            Budgets budgets = settings.budgets();
            ChunkStream body =
                    new ChunkStream(exchange, settings.requestTimeout(), "a page of " + feed, budgets.pageBytes());
            Page page = new ListReader(body, room, budgets.objectBytes()).read(items);
            body.drain();
            return page;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    @Override
    public Events watch(Feed feed, String version, Duration lifetime, Runnable arrived)
            throws ApiFailure, InterruptedException {
        Answer answer = ask(
                feed.path() + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + version + "&timeoutSeconds="
                        + Math.max(1, lifetime.toSeconds()) + selector(feed),
                arrived);
        try {
            requireOk(feed, answer);
            answer.pass().close();
            return new EventStream(answer.exchange(), room, settings.budgets());
        } catch (ApiFailure | InterruptedException | RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    /** Both are public to whoever is authenticated, or easily granted; a cluster that keeps them to itself is no trouble. */
    @Override
    public Sighting.Identified identity() throws ApiFailure, InterruptedException {
        JsonNode system = get("api/v1/namespaces/kube-system");
        JsonNode version = get("version");
        return new Sighting.Identified(
                text("the uid of kube-system", system.path("metadata").path("uid")),
                text("the version of the API server", version.path("gitVersion")));
    }

    /** Missing where the server does not want to tell; only 401 and what says nothing at all is a failure. */
    private JsonNode get(String path) throws ApiFailure, InterruptedException {
        try (Answer given = ask(path, () -> {})) {
            Exchange exchange = given.exchange();
            ChunkStream body = new ChunkStream(
                    exchange, settings.requestTimeout(), "the answer to /" + path, Budgets.ANSWER_BYTES);
            JsonNode answer = MissingNode.getInstance();
            switch (exchange.status()) {
                case 200 -> answer = new WireJson(room).small(new JsonObjects(body, room).value(Budgets.ANSWER_BYTES));
                case 403, 404 -> {}
                default -> throw new ApiFailure(HttpStatus.failure(exchange.status(), exchange.header("Retry-After")));
            }
            body.drain();
            return answer;
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private void requireOk(Feed feed, Answer answer) throws ApiFailure, InterruptedException {
        Exchange exchange = answer.exchange();
        if (exchange.status() == 404) {
            answer.close(); // what is asked now takes another pass
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
        int asked = 0;
        for (JsonNode version : get(Feed.groupPath()).path("versions")) {
            String name = version.path("version").asText("");
            if (!VERSION_NAME.matcher(name).matches() || ++asked > MAX_VERSIONS) {
                continue;
            }
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

    /** An answer that has begun, and its place among the requests under way. */
    private record Answer(Exchange exchange, Admission.Pass pass) implements AutoCloseable {
        @Override
        public void close() {
            exchange.close();
            pass.close();
        }
    }

    private Answer ask(String pathAndQuery, Runnable arrived) throws ApiFailure, InterruptedException {
        HttpAccess access = connection.access();
        while (true) {
            Admission.Pass pass = guest.enter();
            try {
                Exchange exchange = send(access, pathAndQuery, pass.patience(), arrived);
                pass.answered();
                return new Answer(exchange, pass);
            } catch (ApiFailure.Unanswered e) {
                if (!pass.missed()) {
                    throw e;
                }
            } catch (ApiFailure | InterruptedException | RuntimeException e) {
                pass.close();
                throw e;
            }
        }
    }

    private Exchange send(HttpAccess access, String pathAndQuery, Duration patience, Runnable arrived)
            throws ApiFailure, InterruptedException {
        Exchange exchange = Exchange.send(access.http(), access.get(pathAndQuery), patience, arrived);
        serverDates.accept(exchange.header("Date"));
        if (exchange.status() == 401) {
            exchange.close();
            connection.renew(access);
        }
        return exchange;
    }

    private String selector(Feed feed) {
        String labels = feed.labelSelector(settings.secretSelector());
        String fields = feed.fieldSelector();
        return (labels.isEmpty() ? "" : "&labelSelector=" + encode(labels))
                + (fields.isEmpty() ? "" : "&fieldSelector=" + encode(fields));
    }

    private static @Nullable String text(String what, JsonNode node) throws ApiFailure {
        if (!node.isTextual()) {
            return null;
        }
        if (node.textValue().length() > MAX_IDENTITY) {
            throw new ApiFailure(Failure.OverBudget.of(what, MAX_IDENTITY));
        }
        return node.textValue();
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
                e instanceof JsonProcessingException || e instanceof JsonObjects.NotJson
                        ? new Failure.Unintelligible()
                        : new Failure.Broken(Trouble.of(e)));
    }
}
