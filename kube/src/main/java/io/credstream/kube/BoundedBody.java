package io.credstream.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Gathers the body of an answer; gives the answer up once it is larger than a limit. */
final class BoundedBody implements AsyncBody.Consumer<List<ByteBuffer>> {

    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean overLimit;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void consume(List<ByteBuffer> chunks, AsyncBody body) {
        for (ByteBuffer chunk : chunks) {
            if (overLimit || bytes.size() + (long) chunk.remaining() > maxBytes) {
                overLimit = true;
                bytes.reset();
                body.cancel();
                return;
            }
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
        }
        body.consume();
    }

    boolean isOverLimit() {
        return overLimit;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }
}
