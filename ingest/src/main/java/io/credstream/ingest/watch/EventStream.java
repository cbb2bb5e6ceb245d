package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of a watch: one JSON document a line.
 *
 * <p>Between events it holds no parser and no buffer: most watches are silent most of the time.
 */
final class EventStream implements Api.Events {

    private final Exchange exchange;
    private byte @Nullable [] chunk;
    private int at;

    EventStream(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    @SuppressWarnings("UnusedException") // it can quote what must not be copied
    public Optional<JsonNode> next(Duration patience) throws ApiFailure, InterruptedException {
        byte[] line = nextLine(patience);
        if (line == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WireJson.READER.readTree(line));
        } catch (IOException e) {
            throw new ApiFailure(new Failure.Unintelligible());
        }
    }

    /** A connection that ends within a line was cut: the end of the body counts only between lines. */
    private byte @Nullable [] nextLine(Duration patience) throws ApiFailure, InterruptedException {
        var line = new ByteArrayOutputStream(0);
        while (true) {
            if (chunk == null) {
                chunk = exchange.next(patience);
                at = 0;
                if (chunk == null) {
                    if (line.size() > 0) {
                        throw new ApiFailure(new Failure.Unintelligible());
                    }
                    return null;
                }
            }
            int end = endOfLine(chunk);
            line.write(chunk, at, end - at);
            boolean complete = end < chunk.length;
            at = end + 1;
            if (at >= chunk.length) {
                chunk = null;
            }
            if (complete && line.size() > 0) {
                return line.toByteArray();
            }
        }
    }

    private int endOfLine(byte[] bytes) {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
