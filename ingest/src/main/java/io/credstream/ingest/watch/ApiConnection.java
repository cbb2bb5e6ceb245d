package io.credstream.ingest.watch;

import io.credstream.kube.Link;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of one cluster, shared by its feeds. Opened when it is first needed, and anew, with the kubeconfig read again,
 * after the API server did not accept who we are.
 */
final class ApiConnection implements AutoCloseable {

    private final Supplier<Link> links;
    private @Nullable KubernetesClient client;
    private boolean closed;

    ApiConnection(Supplier<Link> links) {
        this.links = Objects.requireNonNull(links);
    }

    synchronized KubernetesClient client() throws ApiFailure, InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        if (client != null) {
            return client;
        }
        client = switch (links.get()) {
            case Link.Open open -> open.client();
            case Link.Closed refused -> throw new ApiFailure(new Failure.Refused(refused.trouble(), null));
        };
        return client;
    }

    /** The next use opens it anew, unless somebody else has seen to that already. */
    synchronized void renew(KubernetesClient rejected) {
        if (rejected.equals(client)) {
            client = null;
            rejected.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
