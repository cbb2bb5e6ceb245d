package io.credstream.ingest.watch;

import io.credstream.kube.Link;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of one cluster, shared by its feeds. Opened when it is first needed, and anew, with the kubeconfig read again,
 * after the API server did not accept who we are.
 */
final class ApiConnection implements AutoCloseable {

    private final Supplier<Link> links;

    /** To open may take as long as another cluster does, which must not hold on to the thread beneath a virtual one. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable KubernetesClient client;
    private boolean closed;

    ApiConnection(Supplier<Link> links) {
        this.links = Objects.requireNonNull(links);
    }

    KubernetesClient client() throws ApiFailure, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new InterruptedException("closed");
            }
            if (client == null) {
                client = switch (links.get()) {
                    case Link.Open open -> open.client();
                    case Link.Closed refused -> throw new ApiFailure(new Failure.Refused(refused.trouble(), null));
                };
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** The next use opens it anew, unless somebody else has seen to that already. */
    void renew(KubernetesClient rejected) {
        lock.lock();
        try {
            if (rejected.equals(client)) {
                client = null;
                rejected.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (client != null) {
                client.close();
                client = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
