package io.credstream.ingest.watch;

import io.credstream.ingest.watch.Api.Taken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a watch: one JSON document a line. Of a line beyond the budget only the beginning is kept, and the next line is
 * read as if nothing were wrong.
 *
 * <p>Between events it holds no parser and no buffer: most watches are silent most of the time.
 */
final class EventStream implements Api.Events {

    /** What stands around the object in a line. */
    private static final int ENVELOPE_BYTES = 4_096;

    private final Exchange exchange;
    private final Room.Share room;
    private final Budgets budgets;
    private byte @Nullable [] chunk;
    private int at;

    /** A line of which the end has not arrived. */
    private @Nullable Line begun;

    EventStream(Exchange exchange, Room.Share room, Budgets budgets) {
        this.exchange = exchange;
        this.room = room;
        this.budgets = budgets;
    }

    @Override
    @SuppressWarnings("UnusedException") // it can quote what must not be copied
    public Taken take() throws ApiFailure {
        try {
            JsonObjects.Value line = nextLine();
            if (line == null) {
                return exchange.hasEnded() ? new Taken.End() : new Taken.Nothing();
            }
            Api.Item[] taken = new Api.Item[1];
            new WireJson(room).read(line, item -> taken[0] = item);
            return new Taken.Event(taken[0]);
        } catch (ChunkStream.Failed e) {
            throw e.failure();
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            return new Taken.Nothing();
        } catch (IOException e) {
            throw new ApiFailure(new Failure.Unintelligible());
        }
    }

    /** A connection that ends within a line was cut: the end of the body counts only between lines. */
    private JsonObjects.@Nullable Value nextLine() throws ApiFailure, IOException {
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
            Line line = begun == null ? new Line() : begun;
            begun = line;
            int end = endOfLine(chunk);
            line.add(chunk, at, end - at);
            boolean complete = end < chunk.length;
            at = end + 1;
            if (at >= chunk.length) {
                chunk = null;
            }
            if (complete || line.length == 0) {
                begun = null;
                line.close();
            }
            if (complete && line.length > 0) {
                return line.value();
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
        if (begun != null) {
            begun.close();
            begun = null;
        }
        exchange.close();
    }

    /** The bytes of a line so far, and the place that it takes if there are many. */
    private final class Line {

        private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        private final JsonScan scan = new JsonScan();
        private long length;
        private boolean cut;
        private boolean large;

        void add(byte[] more, int from, int count) throws ApiFailure, IOException {
            length += count;
            if (length > budgets.pageBytes()) {
                throw new ApiFailure(Failure.OverBudget.of("a line of a watch", budgets.pageBytes()));
            }
            if (cut) {
                return;
            }
            if (length > budgets.objectBytes() + (long) ENVELOPE_BYTES) {
                cut = true;
                bytes.write(more, from, Math.min(count, JsonObjects.HEAD_BYTES));
                byte[] all = bytes.toByteArray();
                bytes = new ByteArrayOutputStream(JsonObjects.HEAD_BYTES);
                bytes.write(all, 0, Math.min(all.length, JsonObjects.HEAD_BYTES));
                close();
                return;
            }
            if (length > JsonObjects.LARGE_BYTES && !large) {
                room.takePlace();
                large = true;
            }
            for (int i = from; i < from + count; i++) {
                scan.next(more[i]);
            }
            bytes.write(more, from, count);
        }

        JsonObjects.Value value() {
            return new JsonObjects.Value(bytes.toByteArray(), length, scan.nodes(), !cut);
        }

        void close() {
            if (large) {
                large = false;
                room.leavePlace();
            }
        }
    }
}
