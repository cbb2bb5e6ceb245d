package io.credstream.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Passes a request on to the cluster behind, and its answer back. A watch can be ended between two events. */
final class Relay {

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket client;
    private boolean betweenChunks;
    private boolean ended;

    Relay(Socket client) {
        this.client = client;
    }

    void run(Request request, URI server) throws IOException {
        try (Socket behind = new Socket(server.getHost(), server.getPort())) {
            behind.getOutputStream().write(request.forwarded());
            InputStream answer = behind.getInputStream();
            byte[] bytes = new byte[1 << 16];
            for (int length = answer.read(bytes); length >= 0; length = answer.read(bytes)) {
                pass(bytes, length);
            }
        }
    }

    private synchronized void pass(byte[] bytes, int length) throws IOException {
        if (ended) {
            throw new IOException("ended");
        }
        client.getOutputStream().write(bytes, 0, length);
        betweenChunks = length > 1 && bytes[length - 2] == '\r' && bytes[length - 1] == '\n';
    }

    /** As an API server ends a watch whose time is over; within an event it can only hang up. */
    synchronized void end() {
        ended = true;
        try (client) {
            if (betweenChunks) {
                client.getOutputStream().write(LAST_CHUNK);
            }
        } catch (IOException gone) {
            // It has hung up before.
        }
    }
}
