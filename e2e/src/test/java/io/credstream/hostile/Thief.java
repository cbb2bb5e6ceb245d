package io.credstream.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody to whom others are sent, and who would like to hear a password. Nobody may ever come. */
final class Thief {

    private static final Thief ONLY = new Thief();

    static final String ADDRESS = "http://127.0.0.1:" + ONLY.listening.getLocalPort() + "/steal";

    private final ServerSocket listening;
    private final AtomicInteger visitors = new AtomicInteger();

    private Thief() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    listening.accept().close();
                    visitors.incrementAndGet();
                }
            } catch (IOException closed) {
                // Nobody comes any more.
            }
        });
    }

    static int visitors() {
        return ONLY.visitors.get();
    }
}
