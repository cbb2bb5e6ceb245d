package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request and the way to its answer. */
final class Exchange {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final HttpServerRequest http;
    private boolean answerLost;

    Exchange(HttpServerRequest http, Instant now) {
        this.http = http;
        http.response().putHeader("Date", HTTP_DATE.format(now));
    }

    HttpServerRequest http() {
        return http;
    }

    /** {@return a parameter of the query, empty if it is not given} */
    String parameter(String name) {
        var value = http.getParam(name);
        return value == null ? "" : value;
    }

    boolean flag(String name) {
        return parameter(name).equals("true") || parameter(name).equals("1");
    }

    int number(String name) {
        var value = parameter(name);
        if (value.isEmpty()) {
            return 0;
        }
        if (!value.matches("\\d{1,9}")) {
            throw KubeStatus.badRequest(name + " is not a number: " + value);
        }
        return Integer.parseInt(value);
    }

    String header(String name) {
        var value = http.getHeader(name);
        return value == null ? "" : value;
    }

    /** {@return who writes, in the words of managedFields: stated, or the program that sent the request} */
    String fieldManager() {
        var stated = parameter("fieldManager");
        var program = header("User-Agent").split("/", 2)[0];
        return !stated.isEmpty() ? stated : program.isEmpty() ? "unknown" : program;
    }

    /** Whatever is answered from now on does not arrive. */
    void loseAnswer() {
        answerLost = true;
    }

    void disconnect() {
        http.connection().close();
    }

    void answer(int status, JsonNode body) {
        http.response().putHeader("Content-Type", "application/json");
        send(status, Buffer.buffer(Json.bytes(body)));
    }

    void answer(KubeStatusException refusal, Optional<Duration> retryAfter) {
        retryAfter.ifPresent(after -> http.response().putHeader("Retry-After", Long.toString(after.toSeconds())));
        answer(refusal.code(), refusal.status());
    }

    /** What a server says of a path that it does not know, a kind that is not installed included. */
    void answerUnknownPath() {
        http.response().putHeader("Content-Type", "text/plain; charset=utf-8");
        send(404, Buffer.buffer("404 page not found\n"));
    }

    void answerOk() {
        http.response().putHeader("Content-Type", "text/plain; charset=utf-8");
        send(200, Buffer.buffer("ok"));
    }

    private void send(int status, Buffer body) {
        if (answerLost) {
            disconnect();
        } else if (!http.response().closed()) {
            http.response().setStatusCode(status).end(body);
        }
    }
}
