package io.credstream.ingest.watch;

import io.credstream.kube.HttpAccess;
import io.credstream.kube.Link;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one cluster is reached, shared by its feeds. Opened when it is first needed, and anew, with the kubeconfig read again,
 * after the API server did not accept who we are.
 */
final class ApiConnection implements AutoCloseable {

    private final Supplier<Link<HttpAccess>> links;

    /** To open may take as long as another cluster does, which must not hold on to the thread beneath a virtual one. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable HttpAccess access;
    private boolean closed;

    ApiConnection(Supplier<Link<HttpAccess>> links) {
        this.links = links;
    }

    HttpAccess access() throws ApiFailure, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new InterruptedException("closed");
            }
            if (access == null) {
                access = switch (links.get()) {
                    case Link.Open<HttpAccess> open -> open.client();
                    case Link.Closed<HttpAccess> refused ->
                        throw new ApiFailure(new Failure.Refused(refused.trouble(), null));
                };
            }
            return access;
        } finally {
            lock.unlock();
        }
    }

    /** The next use opens it anew, unless somebody else has seen to that already. */
    void renew(HttpAccess rejected) {
        lock.lock();
        try {
            if (rejected.equals(access)) {
                access = null;
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
            if (access != null) {
                access.close();
                access = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
