package io.credstream.hostile;

import io.credstream.sandbox.api.EmbeddedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An API server whose owner means harm: answers as its {@link Attack} says, and otherwise as the embedded cluster behind it.
 * When it changes its ways it ends every watch in an orderly way, which is no trouble, and says of everybody's version that it
 * has forgotten it, so that all is listed; on whoever still gets an answer of the attack before it hangs up.
 */
final class HostileServer implements AutoCloseable {

    private final Function<String, EmbeddedCluster> honest;
    private final ServerSocket listening;
    private final Set<Socket> attacked = ConcurrentHashMap.newKeySet();
    private final Set<Relay> watching = ConcurrentHashMap.newKeySet();
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final Set<String> credentials = ConcurrentHashMap.newKeySet();
    private final AtomicInteger strikes = new AtomicInteger();
    private volatile Attack attack = Attack.NONE;

    /** @param honest the clusters behind it, by their ids */
    HostileServer(Function<String, EmbeddedCluster> honest) {
        this.honest = honest;
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** A kubeconfig of the administrator of a cluster behind it, by way of this server. */
    String kubeconfig(String cluster) {
        return pointedHere(honest.apply(cluster).kubeconfig(), cluster);
    }

    private String pointedHere(String kubeconfig, String cluster) {
        String real = honest.apply(cluster).url().getAuthority();
        return kubeconfig.replace(real, "127.0.0.1:" + listening.getLocalPort());
    }

    /** Behaves in another way from now on, towards everybody. */
    void behave(Attack other) {
        attack = other;
        strikes.set(0);
        forgotten.clear();
        attacked.forEach(HostileServer::hangUp);
        watching.forEach(Relay::end);
    }

    /** How many answers the present attack has given. */
    int strikes() {
        return strikes.get();
    }

    /** The bodies of all that was written to it. */
    List<String> written() {
        return List.copyOf(written);
    }

    /** What clients said who they are, each once. */
    Set<String> credentials() {
        return Set.copyOf(credentials);
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = Request.read(client.getInputStream());
            credentials.add(request.headers().getOrDefault("authorization", ""));
            if (request.isWrite()) {
                written.add(request.body());
            }
            EmbeddedCluster cluster = honest.apply(request.cluster());
            Attack.Answer answer = attack.on(request, cluster);
            if (answer != null) {
                strikes.incrementAndGet();
                attacked.add(client);
                answer.send(new Wire(client));
            } else if (request.isWatch() && forgotten.add(request.feed())) {
                new Wire(client).answer(410, "application/json", "{\"kind\":\"Status\",\"code\":410}");
            } else {
                relay(request, cluster, client);
            }
        } catch (IOException gone) {
            // By either side.
        } finally {
            attacked.remove(client);
        }
    }

    private void relay(Request request, EmbeddedCluster cluster, Socket client) throws IOException {
        Relay relay = new Relay(client);
        if (request.isWatch()) {
            watching.add(relay);
        }
        try {
            relay.run(request, cluster.url());
        } finally {
            watching.remove(relay);
        }
    }

    private static void hangUp(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        attacked.forEach(HostileServer::hangUp);
        watching.forEach(Relay::end);
    }
}
