package io.credstream.ingest.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts JSON into values before a parser sees it: where one ends follows from quotes, escapes and brackets alone. A value within
 * the budget is given whole; of one beyond it only the beginning is kept, and the rest is read past.
 *
 * <p>It says nothing about whether a value is JSON: that is the parser's job, on bytes that are few enough for it.
 */
final class JsonObjects {

    /** What is kept of a value that is too large: enough for its name, which API servers write first. */
    static final int HEAD_BYTES = 32 << 10;

    /** From here on a value takes a place among the large ones. */
    static final int LARGE_BYTES = 64 << 10;

    private static final int MAX_KEY = 1_024;
    private static final int BUFFER_BYTES = 8 << 10;
    private static final int FIRST_BYTES = 512;

    private final InputStream in;
    private final Room.Share room;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long bytes;

    /** The bytes of one value, as far as they are kept. */
    static final class Value {
        private final byte[] bytes;
        private final long length;
        private final long nodes;
        private final boolean whole;

        Value(byte[] bytes, long length, long nodes, boolean whole) {
            this.bytes = bytes;
            this.length = length;
            this.nodes = nodes;
            this.whole = whole;
        }

        /** What is kept, not copied. */
        byte[] bytes() {
            return bytes;
        }

        /** Of all of it, kept or not. */
        long length() {
            return length;
        }

        long nodes() {
            return nodes;
        }

        boolean whole() {
            return whole;
        }
    }

    JsonObjects(InputStream in, Room.Share room) {
        this.in = in;
        this.room = room;
    }

    /** How many have been read. */
    long bytes() {
        return bytes;
    }

    /** The next byte that is no white space; -1 at the end. */
    int peek() throws IOException {
        int c = read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = read();
        }
        if (c >= 0) {
            at--;
        }
        return c;
    }

    /** Whether the next byte is this one; then it is read past. */
    boolean skip(char expected) throws IOException {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char expected) throws IOException {
        if (!skip(expected)) {
            throw new NotJson();
        }
    }

    /** A key, without quotes; with escapes as they are. */
    String key() throws IOException {
        if (peek() != '"') {
            throw new NotJson();
        }
        Value key = value(MAX_KEY);
        if (!key.whole()) {
            throw new NotJson();
        }
        return new String(key.bytes(), 1, key.bytes().length - 2, StandardCharsets.UTF_8);
    }

    /** A value of any kind, in one piece or as its beginning. */
    Value value(int limit) throws IOException {
        JsonScan scan = new JsonScan();
        Collected collected = new Collected(limit);
        try {
            int c = peek();
            if (c < 0) {
                throw new NotJson();
            }
            at++;
            while (true) {
                JsonScan.Step step = scan.next(c);
                if (step == JsonScan.Step.BEHIND) {
                    at--;
                    return collected.value(scan);
                }
                collected.add(c);
                if (step == JsonScan.Step.LAST) {
                    return collected.value(scan);
                }
                c = read();
                if (c < 0) {
                    if (scan.endsHere()) {
                        return collected.value(scan);
                    }
                    throw new NotJson();
                }
            }
        } finally {
            collected.close();
        }
    }

    /** The byte that was read last can be put back, since it is still in the buffer. */
    private int read() throws IOException {
        if (at == end) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return -1;
            }
            at = 0;
            end = count;
            bytes += count;
        }
        return buffer[at++] & 0xff;
    }

    /** What arrives is no JSON. */
    static final class NotJson extends IOException {
        private static final long serialVersionUID = 1L;

        NotJson() {
            super("not JSON");
        }
    }

    /** The bytes of a value so far, and the place that it takes if there are many. */
    private final class Collected implements AutoCloseable {

        private final int limit;
        private byte[] bytes = new byte[FIRST_BYTES];
        private int kept;
        private long length;
        private boolean cut;
        private boolean large;

        private Collected(int limit) {
            this.limit = limit;
        }

        void add(int c) throws IOException {
            length++;
            if (cut) {
                return;
            }
            if (length > limit) {
                cut = true;
                kept = Math.min(kept, HEAD_BYTES);
                bytes = Arrays.copyOf(bytes, kept);
                close();
                return;
            }
            if (length > LARGE_BYTES && !large) {
                room.takePlace();
                large = true;
            }
            if (kept == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, 2 * kept));
            }
            bytes[kept++] = (byte) c;
        }

        Value value(JsonScan scan) {
            return new Value(kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept), length, scan.nodes(), !cut);
        }

        @Override
        public void close() {
            if (large) {
                large = false;
                room.leavePlace();
            }
        }
    }
}
