package io.credstream.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The network between ingest and an API server: passes bytes on, or holds them back, or hangs up. */
final class Gate implements AutoCloseable {

    private final URI server;
    private final ServerSocket listening;
    private final List<Way> ways = new ArrayList<>();
    private boolean shut;

    Gate(URI server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + listening.getLocalPort());
    }

    /** What is connected stays so, and carries nothing any more; new connections do. */
    synchronized void silence() {
        ways.forEach(way -> way.silent = true);
    }

    /** Hangs up, and on whoever calls from now on. */
    synchronized void shut() {
        shut = true;
        cut();
    }

    synchronized void open() {
        shut = false;
    }

    synchronized void cut() {
        ways.forEach(Way::close);
        ways.clear();
    }

    private void accept() {
        while (true) {
            try {
                pass(listening.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private synchronized void pass(Socket client) throws IOException {
        if (shut) {
            client.close();
            return;
        }
        try {
            Way way = new Way(client, new Socket(server.getHost(), server.getPort()));
            ways.add(way);
            Thread.ofVirtual().start(() -> way.carry(way.client, way.server));
            Thread.ofVirtual().start(() -> way.carry(way.server, way.client));
        } catch (IOException serverIsDown) {
            client.close();
        }
    }

    @Override
    public void close() {
        shut();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Way {

        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        private Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void carry(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] bytes = new byte[8192];
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    if (!silent) {
                        out.write(bytes, 0, length);
                    }
                }
            } catch (IOException ended) {
                // By either side.
            }
            if (!silent) {
                close();
            }
        }

        private void close() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
