package io.credstream.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A connection through a {@link Gate}. */
final class Way implements AutoCloseable {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    /**
     * Opens it.
     *
     * @param answers what becomes of each piece of an answer
     */
    Way(Socket client, Socket server, UnaryOperator<byte[]> answers) {
        this.client = client;
        this.server = server;
        Thread.ofVirtual().start(() -> carry(client, server, UnaryOperator.identity()));
        Thread.ofVirtual().start(() -> carry(server, client, answers));
    }

    /** Stays open, and carries nothing any more. */
    void silence() {
        silent = true;
    }

    private void carry(Socket from, Socket to, UnaryOperator<byte[]> change) {
        try {
            byte[] bytes = new byte[8192];
            for (int length = read(from, bytes); length >= 0; length = read(from, bytes)) {
                if (!silent) {
                    to.getOutputStream().write(change.apply(Arrays.copyOf(bytes, length)));
                }
            }
        } catch (IOException ended) {
            // By either side.
        }
        if (!silent) {
            close();
        }
    }

    private static int read(Socket from, byte[] bytes) throws IOException {
        return from.getInputStream().read(bytes);
    }

    @Override
    public void close() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
