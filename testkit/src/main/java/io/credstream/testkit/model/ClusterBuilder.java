package io.credstream.testkit.model;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access;
import io.credstream.model.Cluster.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a fleet: allows the default namespace of its role, and has a kubeconfig that is nowhere, unless told otherwise. */
public final class ClusterBuilder {

    private final String id;
    private final Role role;
    private final @Nullable String controlPlane;
    private final @Nullable String kyma;
    private Access access = new Access.KubeconfigFile("/nowhere", null);
    private List<String> namespaces;
    private @Nullable String lifecycleManager;
    private @Nullable Integer fuse;
    private Cause cause = new Cause.Request("test", "join");

    private ClusterBuilder(String id, Role role, @Nullable String controlPlane, @Nullable String kyma) {
        this.id = id;
        this.role = role;
        this.controlPlane = controlPlane;
        this.kyma = kyma;
        namespaces = List.of(role.defaultNamespace());
    }

    /** A control plane with lifecycle-manager 1.3.10. */
    public static ClusterBuilder controlPlane(String id) {
        return new ClusterBuilder(id, Role.CONTROL_PLANE, null, null).lifecycleManager("1.3.10");
    }

    public static ClusterBuilder runtime(String id, String controlPlane, @Nullable String kyma) {
        return new ClusterBuilder(id, Role.RUNTIME, controlPlane, kyma);
    }

    public ClusterBuilder kubeconfig(String path) {
        access = new Access.KubeconfigFile(path, null);
        return this;
    }

    public ClusterBuilder namespaces(List<String> allowed) {
        namespaces = allowed;
        return this;
    }

    public ClusterBuilder namespaces(String... allowed) {
        return namespaces(List.of(allowed));
    }

    public ClusterBuilder lifecycleManager(@Nullable String version) {
        lifecycleManager = version;
        return this;
    }

    /** One change may rewrite that many of its Manifests. */
    public ClusterBuilder fuse(@Nullable Integer manifests) {
        fuse = manifests;
        return this;
    }

    public ClusterBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    public Cluster build() {
        return new Cluster(id, role, controlPlane, kyma, access, namespaces, lifecycleManager, null, fuse, cause);
    }
}
