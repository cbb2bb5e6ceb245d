package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What comes over an open watch, in order. */
final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable AsyncBody body;

    /** Opens a watch whose events are lines of the body. */
    static EventStream lines(HttpClient http, HttpRequest request) {
        var stream = new EventStream();
        var opened = http.consumeBytes(request, (chunks, body) -> {
            chunks.forEach(stream::take);
            body.consume();
        });
        var unused = opened.whenComplete(stream::opened);
        return stream;
    }

    private void opened(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure) {
        if (response == null) {
            status.completeExceptionally(failure == null ? new IllegalStateException("no response") : failure);
            end.complete(null);
            return;
        }
        body = response.body();
        status.complete(response.code());
        var unused = response.body().done().whenComplete((done, broken) -> end.complete(null));
        response.body().consume();
    }

    private synchronized void take(ByteBuffer chunk) {
        partial.append(RawApi.utf8(chunk));
        for (int line = partial.indexOf("\n"); line >= 0; line = partial.indexOf("\n")) {
            events.add(RawApi.parse(partial.substring(0, line)));
            partial.delete(0, line + 1);
        }
    }

    /** {@return a listener that takes every message for an event} */
    WebSocket.Listener socketListener() {
        return new WebSocket.Listener() {
            @Override
            public void onMessage(WebSocket socket, String text) {
                events.add(RawApi.parse(text));
                socket.request();
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason) {
                end.complete(null);
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                end.complete(null);
            }
        };
    }

    int status() {
        return status.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** {@return the next event, which has to be of a type and about an object} */
    JsonNode next(String type, String name) {
        var event = nextEvent();
        assertThat(event.path("type").asText() + " "
                        + event.at("/object/metadata/name").asText())
                .isEqualTo(type + " " + name);
        return event.path("object");
    }

    JsonNode next(String type) {
        var event = nextEvent();
        assertThat(event.path("type").asText()).as("%s", event).isEqualTo(type);
        return event.path("object");
    }

    JsonNode nextEvent() {
        try {
            var event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no event came within " + PATIENCE);
            }
            return event;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void staysSilentFor(Duration time) {
        try {
            assertThat(events.poll(time.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        assertThat(end).isNotDone();
    }

    /** Waits a time and {@return the events that came until then and were not taken} */
    List<JsonNode> rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        var taken = new ArrayList<JsonNode>();
        events.drainTo(taken);
        return taken;
    }

    /** Waits for the end and {@return the events that came until then and were not taken} */
    List<JsonNode> rest() {
        assertThat(end).succeedsWithin(PATIENCE);
        return List.copyOf(events);
    }

    @Override
    public void close() {
        // Cancelling what has ended closes its connection all the same, and with it whatever request has that by now.
        if (body != null && !end.isDone()) {
            body.cancel();
        }
    }
}
