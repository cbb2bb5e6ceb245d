package io.credstream.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of the fleet: one Kubernetes API endpoint with a stable id.
 *
 * @param controlPlane for a runtime the id of the control plane that it belongs to, else {@code null}
 * @param kyma for a runtime the name of its Kyma CR on the control plane, else {@code null}
 * @param namespaces where Secrets count as credentials (R7); {@code *} means all
 * @param lifecycleManagerVersion of the lifecycle-manager on a control plane, as its operator states it (R18)
 * @param discovery of a control plane: how its runtimes are discovered, {@code null} if they are not
 * @param fuse how many Manifests of a control plane one change may rewrite before it is held (R21); absent for any number
 */
public record Cluster(
        String id,
        Role role,
        @Nullable String controlPlane,
        @Nullable String kyma,
        Access access,
        List<String> namespaces,
        @Nullable String lifecycleManagerVersion,
        @Nullable Discovery discovery,
        @Nullable Integer fuse,
        Cause cause) {

    /** What {@link #fuse} is unless the fleet says otherwise. */
    public static final int DEFAULT_FUSE = 100;

    /** In {@link #namespaces}: every namespace. Has to be written, never assumed. */
    public static final String ALL_NAMESPACES = "*";

    public Cluster {
        namespaces = List.copyOf(namespaces);
        if ((role == Role.RUNTIME) != (controlPlane != null)) {
            throw new IllegalArgumentException("a runtime, and only a runtime, names its control plane");
        }
        if (role == Role.RUNTIME && discovery != null) {
            throw new IllegalArgumentException("runtimes are discovered on control planes");
        }
    }

    /** A cluster on which nothing is discovered, and that has no fuse. */
    public Cluster(
            String id,
            Role role,
            @Nullable String controlPlane,
            @Nullable String kyma,
            Access access,
            List<String> namespaces,
            @Nullable String lifecycleManagerVersion,
            Cause cause) {
        this(id, role, controlPlane, kyma, access, namespaces, lifecycleManagerVersion, null, null, cause);
    }

    public Cluster withFuse(@Nullable Integer manifests) {
        return new Cluster(
                id, role, controlPlane, kyma, access, namespaces, lifecycleManagerVersion, discovery, manifests, cause);
    }

    public boolean allows(String namespace) {
        return namespaces.contains(ALL_NAMESPACES) || namespaces.contains(namespace);
    }

    /** Where templates of this cluster apply: a control plane's to its own Manifests, a runtime's to those of its Kyma. */
    public Scope scope() {
        return controlPlane == null ? new Scope(id, null) : new Scope(controlPlane, kyma == null ? "" : kyma);
    }

    /**
     * How the runtimes of a control plane are discovered: each Secret with the kubeconfig of a runtime, in the namespaces of
     * the control plane, makes it a member of the fleet.
     *
     * @param serviceAccount as whom ingest acts on them, as {@code namespace/name}
     */
    public record Discovery(String serviceAccount) {

        /** What {@code deploy/rbac} gives the rights to. */
        public static final Discovery DEFAULT = new Discovery("kyma-system/credstream-ingest");

        public Discovery {
            if (!serviceAccount.matches("[^/]+/[^/]+")) {
                throw new IllegalArgumentException("a service account is namespace/name");
            }
        }

        /** The service account's name as a user. */
        public String user() {
            return "system:serviceaccount:" + serviceAccount.replace('/', ':');
        }
    }

    /** What a cluster is in the fleet. */
    public enum Role implements Spelled {
        CONTROL_PLANE("control-plane", "kcp-system"),
        RUNTIME("runtime", "kyma-system");

        private final String display;
        private final String defaultNamespace;

        Role(String display, String defaultNamespace) {
            this.display = display;
            this.defaultNamespace = defaultNamespace;
        }

        @Override
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
        record KubeconfigFile(String path, @Nullable String context) implements Access {}

        /**
         * The kubeconfig of a discovered runtime, which stays where it is: in a Secret of its control plane. Whoever connects
         * reads it there.
         *
         * @param controlPlane how to reach the control plane
         * @param revision tells one content of the Secret from another, and discloses neither
         * @param user as whom to act on the runtime
         * @param goneSince when the Secret was found to be gone, {@code null} while it is there
         */
        record KubeconfigSecret(
                KubeconfigFile controlPlane,
                String namespace,
                String name,
                String revision,
                String user,
                @Nullable Instant goneSince)
                implements Access {
            /** The same, whether the Secret is gone or not. */
            public KubeconfigSecret goneSince(@Nullable Instant moment) {
                return new KubeconfigSecret(controlPlane, namespace, name, revision, user, moment);
            }

            /** {@code Secret namespace/name}, for a person. */
            public String describe() {
                return "Secret " + namespace + "/" + name;
            }
        }
    }
}
