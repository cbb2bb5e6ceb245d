package io.credstream.sink.cluster;

import io.credstream.kube.KubeClients;
import io.credstream.kube.Link;
import io.credstream.kube.Trouble;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.LogKeys;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster as the sink sees it: connected when there is something to write, and anew with what the kubeconfig says by then
 * after a 401, or after the fleet says something else of how to reach it.
 *
 * <p>Thread-safe. Nothing here blocks its caller: kubeconfigs are read on {@code io}, because a file can hang too.
 */
final class ClusterConnection implements ClusterAccess, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);
    private static final Set<Condition> NEEDS_NEW_SESSION = Set.of(
            Condition.KUBECONFIG_MISSING,
            Condition.KUBECONFIG_REFUSED,
            Condition.UNAUTHORIZED,
            Condition.CERTIFICATE_INVALID);

    private final String id;
    private final KubeClients clients;
    private final Duration timeout;
    private final EventAnnouncer events;
    private final Executor io;
    private Cluster.@Nullable Access access;
    private @Nullable CompletableFuture<Session> session;

    ClusterConnection(String id, KubeClients clients, Duration timeout, EventAnnouncer events, Executor io) {
        this.id = id;
        this.clients = clients;
        this.timeout = timeout;
        this.events = events;
        this.io = io;
    }

    /** What the fleet says of it now; {@code null} if it is not, or no longer, in the fleet. */
    synchronized void reachBy(Cluster.@Nullable Access newAccess) {
        if (!Objects.equals(access, newAccess)) {
            access = newAccess;
            disconnect();
        }
    }

    @Override
    public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
        CompletableFuture<Session> used = session();
        return used.thenCompose(now -> switch (now) {
                    case Session.Down down ->
                        CompletableFuture.completedFuture(new Outcome.Unavailable(down.trouble(), null));
                    case Session.Up up -> up.client().patch(decision.update(), patch);
                })
                .thenApply(outcome -> {
                    disconnectAfter(outcome, used);
                    return outcome;
                });
    }

    @Override
    public synchronized void announce(Decision decision) {
        if (session != null
                && session.isDone()
                && !session.isCompletedExceptionally()
                && session.join() instanceof Session.Up up) {
            events.announce(decision, up.client());
        }
    }

    @Override
    public synchronized void reset() {
        disconnect();
    }

    /** A session that failed, or whose credentials are no longer good, is of no further use; another may be, by now. */
    @SuppressWarnings("ReferenceEquality") // is it the very one that was used, or has somebody connected anew?
    private synchronized void disconnectAfter(Outcome outcome, CompletableFuture<Session> used) {
        if (session == used
                && outcome instanceof Outcome.Unavailable unavailable
                && NEEDS_NEW_SESSION.contains(unavailable.trouble().condition())) {
            disconnect();
        }
    }

    private synchronized CompletableFuture<Session> session() {
        Cluster.Access by = access;
        if (by == null) {
            return CompletableFuture.completedFuture(new Session.Down(new Trouble(
                    Condition.CONNECTING, "not in the fleet", "add the cluster to the fleet file, and apply it")));
        }
        if (session == null) {
            session = CompletableFuture.supplyAsync(() -> connect(by), io);
        }
        return session;
    }

    private Session connect(Cluster.Access by) {
        return switch (clients.open(by)) {
            case Link.Open<KubernetesClient> open -> {
                LOG.atInfo().addKeyValue(LogKeys.CLUSTER, id).log("Connecting");
                yield new Session.Up(new ManifestClient(open.client(), timeout));
            }
            case Link.Closed<KubernetesClient> closed -> new Session.Down(closed.trouble());
        };
    }

    private void disconnect() {
        CompletableFuture<Session> old = session;
        session = null;
        if (old != null) {
            var unused = old.thenAccept(Session::close);
        }
    }

    @Override
    public void close() {
        reachBy(null);
    }

    private sealed interface Session {

        default void close() {}

        record Up(ManifestClient client) implements Session {
            @Override
            public void close() {
                client.close();
            }
        }

        record Down(Trouble trouble) implements Session {}
    }
}
