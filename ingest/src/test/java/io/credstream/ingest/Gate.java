package io.credstream.ingest;

import io.credstream.testkit.apiserver.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The network between ingest and an API server: passes bytes on, or holds them back, or hangs up. */
final class Gate implements AutoCloseable {

    private static final int NO_STORM = 0;

    /** Opens a connection to the server. */
    private interface Dial {
        Socket open(String host, int port) throws IOException;
    }

    private final URI server;
    private final String scheme;
    private final Dial dial;
    private final ServerSocket listening;
    private final List<Way> ways = new ArrayList<>();
    private boolean shut;
    private int storm = NO_STORM;
    private volatile Duration ahead = Duration.ZERO;

    private Gate(URI server, String scheme, Dial dial) {
        this.server = server;
        this.scheme = scheme;
        this.dial = dial;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** One that cannot read what it passes on. */
    static Gate to(RealApiServer server) {
        return new Gate(server.url(), "https", Socket::new);
    }

    /** One that takes TLS off, as gateways do, and so can answer itself. */
    static Gate gatewayTo(RealApiServer server) {
        return new Gate(server.url(), "http", server.trust().getSocketFactory()::createSocket);
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort());
    }

    /** What is connected stays so, and carries nothing any more; new connections do. */
    synchronized void silence() {
        ways.forEach(Way::silence);
    }

    /** Hangs up, and on whoever calls from now on. */
    synchronized void shut() {
        shut = true;
        cut();
    }

    /** Hangs up, and answers every request from now on with an error. */
    synchronized void storm(int status) {
        storm = status;
        cut();
    }

    /** Lets the server's clock be ahead, as far as its answers tell. */
    void setAhead(Duration difference) {
        ahead = difference;
    }

    /** All is well again. */
    synchronized void open() {
        shut = false;
        storm = NO_STORM;
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
        } else if (storm != NO_STORM) {
            Thread.ofVirtual().start(() -> refuse(client, storm));
        } else {
            try {
                ways.add(new Way(
                        client, dial.open(server.getHost(), server.getPort()), answer -> Dates.moved(answer, ahead)));
            } catch (IOException serverIsDown) {
                client.close();
            }
        }
    }

    private static void refuse(Socket client, int status) {
        String answer = "HTTP/1.1 %d Storm\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".formatted(status);
        try (client) {
            int read = client.getInputStream().read(new byte[8192]);
            if (read > 0) {
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // It did not wait for an answer.
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
}
