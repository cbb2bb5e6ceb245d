package io.credstream.ingest.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The body of an {@link Exchange} for readers that want a stream. It ends, be it in a failure. */
final class ChunkStream extends InputStream {

    private static final int WHOLE = 10;

    /** A failure on its way through a reader that knows only {@link IOException}. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ApiFailure failure;

        Failed(ApiFailure failure) {
            super(failure);
            this.failure = failure;
        }

        ApiFailure failure() {
            return failure;
        }
    }

    private final Exchange exchange;
    private final Duration patience;
    private final String what;
    private final long limit;
    private final long until;
    private long bytes;
    private byte[] chunk = {};
    private int at;
    private boolean ended;

    /**
     * @param patience how long to wait for each chunk; ten times as long for all of them
     * @param what it is, for a person
     * @param limit of all bytes
     */
    ChunkStream(Exchange exchange, Duration patience, String what, long limit) {
        this.exchange = exchange;
        this.patience = patience;
        this.what = what;
        this.limit = limit;
        this.until = System.nanoTime() + patience.multipliedBy(WHOLE).toNanos();
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
                bytes += chunk.length;
                if (bytes > limit) {
                    throw new ApiFailure(Failure.OverBudget.of(what, limit));
                }
                if (!ended && System.nanoTime() - until > 0) {
                    throw new ApiFailure(new Failure.Silent());
                }
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
