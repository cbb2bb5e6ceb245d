package io.credstream.hostile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes that a client gets. Everything throws {@link IOException} once the client has hung up or is hung up on. */
final class Wire {

    private final Socket client;
    private final OutputStream out;

    Wire(Socket client) throws IOException {
        this.client = client;
        this.out = new BufferedOutputStream(client.getOutputStream(), 1 << 16);
    }

    /** Bytes as they are. */
    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void raw(String text) throws IOException {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of any status, whole. */
    void answer(int status, String contentType, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        raw("HTTP/1.1 %d Whatever\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
                .formatted(status, contentType, bytes.length, lines(headers)));
        raw(bytes);
    }

    void json(String body) throws IOException {
        answer(200, "application/json", body);
    }

    /** The head of an answer in chunks. */
    void start(String... headers) throws IOException {
        raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + lines(headers)
                + "\r\n");
    }

    void chunk(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write(new byte[] {'\r', '\n'});
            out.flush();
        }
    }

    void chunk(String text) throws IOException {
        chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The end of an answer in chunks. */
    void end() throws IOException {
        raw("0\r\n\r\n");
    }

    /** Lets the client wait until it loses patience. */
    void hang() throws IOException {
        client.setSoTimeout(0);
        while (client.getInputStream().read() >= 0) {
            // It has nothing more to say.
        }
    }

    /** Hangs up in the rudest way that TCP has. */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        List.of(headers).forEach(header -> lines.append(header).append("\r\n"));
        return lines.toString();
    }
}
