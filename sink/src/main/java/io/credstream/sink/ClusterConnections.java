package io.credstream.sink;

import io.credstream.kube.KubeClients;
import io.credstream.model.Cluster;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The clusters of the fleet, by id. Thread-safe. */
final class ClusterConnections implements AutoCloseable {

    private final SinkConfig config;
    private final Timers timers;
    private final Clock clock;
    private final KubeClients clients;
    private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ClusterConnection> connections = new ConcurrentHashMap<>();

    ClusterConnections(SinkConfig config, Timers timers, Clock clock) {
        this.config = config;
        this.timers = timers;
        this.clock = clock;
        this.clients = new KubeClients(config.connectTimeout(), config.requestTimeout());
    }

    /** Also of a cluster that is not in the fleet: it may be, any moment. */
    ClusterAccess access(String cluster) {
        return connection(cluster);
    }

    /** What the fleet says now; {@code null} if the cluster is no longer a part of it. */
    void put(String id, @Nullable Cluster cluster) {
        connection(id).reachBy(cluster == null ? null : cluster.access());
    }

    @Override
    public void close() {
        connections.values().forEach(ClusterConnection::close);
        io.shutdownNow();
        clients.close();
    }

    private ClusterConnection connection(String id) {
        return connections.computeIfAbsent(
                id,
                absent -> new ClusterConnection(
                        id, clients, config.requestTimeout(), new EventAnnouncer(config.events(), timers, clock), io));
    }
}
