package io.credstream.ingest.watch;

import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Kyma;
import io.credstream.projection.SecretSelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one list and one watch cover: a kind, in one namespace or in all, or a subset of it.
 *
 * @param namespace absent for all
 */
public record Feed(Kind kind, @Nullable String namespace, Subset subset) {

    /**
     * Which objects of a kind. Of one namespace, those of Secrets by type and {@link #SELECTED_OTHERS} are disjoint and together all that
     * lifecycle-manager's keychain could take: a Secret's type never changes. One that is deleted and made again with another type
     * leaves one feed and comes into another, which each tell in their own time.
     */
    public enum Subset {
        /** Of Secrets those that the secret selector selects; of other kinds all. */
        SELECTED,
        /** Secrets of the type {@code kubernetes.io/dockerconfigjson}, whatever their labels. */
        DOCKER_CONFIG_JSON,
        /** Secrets of the type {@code kubernetes.io/dockercfg}, whatever their labels. */
        DOCKER_CFG,
        /** Secrets of any other type that the secret selector selects. */
        SELECTED_OTHERS,
        /** Secrets with kubeconfigs of runtimes, which are not reported themselves. */
        KUBECONFIGS
    }

    private static final String CONFIG_JSON_TYPE = "kubernetes.io/dockerconfigjson";
    private static final String CFG_TYPE = "kubernetes.io/dockercfg";

    /** Of all objects that are reported themselves. */
    public Feed(Kind kind, @Nullable String namespace) {
        this(kind, namespace, Subset.SELECTED);
    }

    /**
     * All that is watched on a cluster: Secrets where they are allowed and nowhere else, so that no right to read others is
     * needed; templates everywhere; Manifests where there are any. Where runtimes are discovered their kubeconfigs come last,
     * from the same namespaces.
     */
    public static List<Feed> of(Cluster cluster) {
        List<Feed> feeds = new ArrayList<>();
        if (cluster.namespaces().contains(Cluster.ALL_NAMESPACES)) {
            feeds.add(new Feed(Kind.SECRET, null));
        } else {
            cluster.namespaces().stream().distinct().forEach(namespace -> feeds.add(new Feed(Kind.SECRET, namespace)));
        }
        feeds.add(new Feed(Kind.MODULE_TEMPLATE, null));
        if (cluster.role() == Cluster.Role.CONTROL_PLANE) {
            feeds.add(new Feed(Kind.MANIFEST, null));
        }
        if (cluster.discovery() != null) {
            List.copyOf(feeds).stream()
                    .filter(feed -> feed.kind() == Kind.SECRET)
                    .forEach(feed -> feeds.add(new Feed(Kind.SECRET, feed.namespace(), Subset.KUBECONFIGS)));
        }
        return List.copyOf(feeds);
    }

    /** Whether an object that is reported comes from here. */
    public boolean covers(Kind reported, ObjectRef ref) {
        return !kubeconfigs() && kind == reported && (namespace == null || namespace.equals(ref.namespace()));
    }

    /** Whether it is of Secrets with kubeconfigs of runtimes, instead of credentials. */
    public boolean kubeconfigs() {
        return subset == Subset.KUBECONFIGS;
    }

    /** What API servers are asked for: a label selector, empty for any labels. */
    String labelSelector(SecretSelector secrets) {
        return switch (subset) {
            case SELECTED -> isCustom() ? "" : secrets.toString();
            case SELECTED_OTHERS -> secrets.toString();
            case DOCKER_CONFIG_JSON, DOCKER_CFG -> "";
            case KUBECONFIGS -> Kyma.KYMA_NAME;
        };
    }

    /** The same: a field selector, empty for any fields. */
    String fieldSelector() {
        return switch (subset) {
            case SELECTED, KUBECONFIGS -> "";
            case DOCKER_CONFIG_JSON -> "type=" + CONFIG_JSON_TYPE;
            case DOCKER_CFG -> "type=" + CFG_TYPE;
            case SELECTED_OTHERS -> "type!=" + CONFIG_JSON_TYPE + ",type!=" + CFG_TYPE;
        };
    }

    /** The namespace, as the fleet names it. */
    public String scope() {
        return namespace == null ? Cluster.ALL_NAMESPACES : namespace;
    }

    /** The API version that is asked for. */
    public String servedVersion() {
        return isCustom() ? Kyma.API_VERSION : "v1";
    }

    boolean isCustom() {
        return kind != Kind.SECRET;
    }

    /** Below the address of the API server, without a slash in front. */
    String path() {
        String api = isCustom() ? groupPath() + "/" + Kyma.API_VERSION : "api/v1";
        return api + (namespace == null ? "" : "/namespaces/" + namespace) + "/" + kind.plural();
    }

    /** Where the API server says in which versions the kind's group is served. */
    static String groupPath() {
        return "apis/" + Kyma.GROUP;
    }

    @Override
    public String toString() {
        String what = switch (subset) {
            case SELECTED, SELECTED_OTHERS -> kind.plural();
            case DOCKER_CONFIG_JSON -> kind.plural() + " of type " + CONFIG_JSON_TYPE;
            case DOCKER_CFG -> kind.plural() + " of type " + CFG_TYPE;
            case KUBECONFIGS -> "kubeconfigs";
        };
        return namespace == null ? what : namespace + "/" + what;
    }
}
