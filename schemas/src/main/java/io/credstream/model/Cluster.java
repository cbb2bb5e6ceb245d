package io.credstream.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member of the fleet: one Kubernetes API endpoint with a stable id.
 *
 * @param controlPlane for a runtime the id of the control plane that it belongs to, else {@code null}
 * @param kyma for a runtime the name of its Kyma CR on the control plane, else {@code null}
 * @param namespaces where Secrets count as credentials (R7); {@code *} means all
 * @param lifecycleManagerVersion of the lifecycle-manager on a control plane, as its operator states it (R18)
 */
public record Cluster(
        String id,
        Role role,
        @Nullable String controlPlane,
        @Nullable String kyma,
        Access access,
        List<String> namespaces,
        @Nullable String lifecycleManagerVersion,
        Cause cause) {

    /** In {@link #namespaces}: every namespace. Has to be written, never assumed. */
    public static final String ALL_NAMESPACES = "*";

    public Cluster {
        Objects.requireNonNull(id);
        Objects.requireNonNull(role);
        Objects.requireNonNull(access);
        namespaces = List.copyOf(namespaces);
        if ((role == Role.RUNTIME) != (controlPlane != null)) {
            throw new IllegalArgumentException("a runtime, and only a runtime, names its control plane");
        }
    }

    public boolean allows(String namespace) {
        return namespaces.contains(ALL_NAMESPACES) || namespaces.contains(namespace);
    }

    /** Where templates of this cluster apply: a control plane's to its own Manifests, a runtime's to those of its Kyma. */
    public Scope scope() {
        return controlPlane == null ? new Scope(id, null) : new Scope(controlPlane, kyma == null ? "" : kyma);
    }

    /** What a cluster is in the fleet. */
    public enum Role {
        CONTROL_PLANE("control-plane", "kcp-system"),
        RUNTIME("runtime", "kyma-system");

        private final String display;
        private final String defaultNamespace;

        Role(String display, String defaultNamespace) {
            this.display = display;
            this.defaultNamespace = defaultNamespace;
        }

        public String display() {
            return display;
        }

        /** Where Secrets count as credentials unless the fleet says otherwise (R7). */
        public String defaultNamespace() {
            return defaultNamespace;
        }
    }

    /** How to reach the cluster. A reference only: kubeconfigs never travel through Kafka. */
    public sealed interface Access {

        /** A kubeconfig file on the machine of whoever connects; {@code context} absent means its current context. */
        record KubeconfigFile(String path, @Nullable String context) implements Access {
            public KubeconfigFile {
                Objects.requireNonNull(path);
            }
        }
    }
}
