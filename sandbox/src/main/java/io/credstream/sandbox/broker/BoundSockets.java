package io.credstream.sandbox.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's two listening sockets, bound before its configuration is made.
 *
 * <p>The configuration has to name the ports. Looking for a free port and binding it later leaves a gap in which
 * somebody else can take it; here nobody can.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final String BROKER_LISTENER = "BROKER";

    private final ServerSocketChannel broker;
    private final ServerSocketChannel controller;

    private BoundSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
        this.broker = broker;
        this.controller = controller;
    }

    static BoundSockets open(int brokerPort) {
        try {
            var broker = bind(brokerPort);
            try {
                return new BoundSockets(broker, bind(0));
            } catch (IOException failed) {
                broker.close();
                throw failed;
            }
        } catch (BindException taken) {
            throw new BrokerStartException(
                    "Port " + brokerPort + " on 127.0.0.1 is taken: stop what listens there, or choose another", taken);
        } catch (IOException failed) {
            throw new BrokerStartException("No socket can be opened on 127.0.0.1", failed);
        }
    }

    private static ServerSocketChannel bind(int port) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    int brokerPort() {
        return broker.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBuffer) {
        return listenerName.equals(CONTROLLER_LISTENER) ? controller : broker;
    }

    @Override
    public void close() throws IOException {
        try (controller) {
            broker.close();
        }
    }
}
