package io.credstream.ingest.watch;

import io.credstream.ingest.watch.Api.Taken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

    /** A line of which the end has not arrived. */
    private @Nullable ByteArrayOutputStream begun;

    EventStream(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    @SuppressWarnings("UnusedException") // it can quote what must not be copied
    public Taken take() throws ApiFailure {
        byte[] line = nextLine();
        if (line == null) {
            return exchange.hasEnded() ? new Taken.End() : new Taken.Nothing();
        }
        try {
            return new Taken.Event(WireJson.READER.readTree(line));
        } catch (IOException e) {
            throw new ApiFailure(new Failure.Unintelligible());
        }
    }

    /** A connection that ends within a line was cut: the end of the body counts only between lines. */
    private byte @Nullable [] nextLine() throws ApiFailure {
        while (true) {
            if (chunk == null) {
                chunk = exchange.poll();
                at = 0;
                if (chunk == null) {
                    if (exchange.hasEnded() && begun != null) {
                        throw new ApiFailure(new Failure.Unintelligible());
                    }
                    return null;
                }
            }
            ByteArrayOutputStream line = begun == null ? new ByteArrayOutputStream(0) : begun;
            int end = endOfLine(chunk);
            line.write(chunk, at, end - at);
            boolean complete = end < chunk.length;
            at = end + 1;
            if (at >= chunk.length) {
                chunk = null;
            }
            begun = complete || line.size() == 0 ? null : line;
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
