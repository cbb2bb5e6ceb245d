package io.credstream.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.sandbox.objects.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the events of a watch go: lines of a chunked body, or messages of a web socket. Clients of Kubernetes ask for
 * either.
 */
sealed interface WatchOutput {

    void send(JsonNode event);

    /** Ends the watch in an orderly way. */
    void end();

    WriteStream<Buffer> stream();

    void onClose(Runnable action);

    record Lines(HttpServerResponse response) implements WatchOutput {

        /** Sends the head at once: a client that waits for the answer must not wait for the first event. */
        static Lines open(HttpServerResponse response) {
            response.setChunked(true).putHeader("Content-Type", "application/json");
            response.write(Buffer.buffer());
            return new Lines(response);
        }

        @Override
        public void send(JsonNode event) {
            response.write(Buffer.buffer(Json.bytes(event)).appendByte((byte) '\n'));
        }

        @Override
        public void end() {
            response.end();
        }

        @Override
        public WriteStream<Buffer> stream() {
            return response;
        }

        @Override
        public void onClose(Runnable action) {
            response.exceptionHandler(broken -> action.run());
            response.closeHandler(closed -> action.run());
        }
    }

    record Messages(ServerWebSocket socket) implements WatchOutput {
        @Override
        public void send(JsonNode event) {
            socket.writeTextMessage(new String(Json.bytes(event), StandardCharsets.UTF_8));
        }

        @Override
        public void end() {
            socket.close();
        }

        @Override
        public WriteStream<Buffer> stream() {
            return socket;
        }

        @Override
        public void onClose(Runnable action) {
            socket.exceptionHandler(broken -> action.run());
            socket.closeHandler(closed -> action.run());
        }
    }
}
