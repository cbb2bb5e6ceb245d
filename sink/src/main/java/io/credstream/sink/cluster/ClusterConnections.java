package io.credstream.sink.cluster;

import io.credstream.kube.KubeClients;
import io.credstream.model.Cluster;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The clusters of the fleet, by id. Thread-safe. */
public final class ClusterConnections implements AutoCloseable {

    private final Duration timeout;
    private final EventBudget events;
    private final TimeMeter time;
    private final Clock clock;
    private final KubeClients clients;
    private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, ClusterConnection> connections = new ConcurrentHashMap<>();

    /**
     * @param connect limit for a connection to an API server
     * @param request limit for a request to an API server, with its answer
     * @param events budget of each cluster
     * @param time that the budgets are counted in
     * @param clock for the times in Events
     */
    public ClusterConnections(Duration connect, Duration request, EventBudget events, TimeMeter time, Clock clock) {
        this.timeout = request;
        this.events = events;
        this.time = time;
        this.clock = clock;
        this.clients = new KubeClients(connect, request);
    }

    /** Also of a cluster that is not in the fleet: it may be, any moment. */
    public ClusterAccess access(String cluster) {
        return connection(cluster);
    }

    /** What the fleet says now; {@code null} if the cluster is no longer a part of it. */
    public void put(String id, @Nullable Cluster cluster) {
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
                id, absent -> new ClusterConnection(id, clients, timeout, new EventAnnouncer(events, time, clock), io));
    }
}
