package io.credstream.ingest.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The body of an {@link Exchange} for readers that want a stream. */
final class ChunkStream extends InputStream {

    /** A failure on its way through a reader that knows only {@link IOException}. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ApiFailure failure;

        private Failed(ApiFailure failure) {
            super(failure);
            this.failure = failure;
        }

        ApiFailure failure() {
            return failure;
        }
    }

    private final Exchange exchange;
    private final Duration patience;
    private byte[] chunk = {};
    private int at;
    private boolean ended;

    ChunkStream(Exchange exchange, Duration patience) {
        this.exchange = exchange;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, target, offset, count);
        at += count;
        return count;
    }

    /** Reads what is left, so that the connection can be used again. */
    void drain() throws IOException {
        while (fill()) {
            at = chunk.length;
        }
    }

    private boolean fill() throws IOException {
        while (!ended && !hasBytes()) {
            try {
                byte[] next = exchange.next(patience);
                ended = next == null;
                chunk = next == null ? new byte[0] : next;
                at = 0;
            } catch (ApiFailure e) {
                throw new Failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        return hasBytes();
    }

    private boolean hasBytes() {
        return at < chunk.length;
    }
}
