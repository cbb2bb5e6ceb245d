package io.credstream.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/** What came of the attempt to get a client for a cluster. */
public sealed interface Link {

    /** A client, which whoever asked for it closes. Nothing has been sent yet. */
    record Open(KubernetesClient client) implements Link {
        public Open {
            Objects.requireNonNull(client);
        }
    }

    /** No client, and why. */
    record Closed(Trouble trouble) implements Link {
        public Closed {
            Objects.requireNonNull(trouble);
        }
    }
}
