package io.credstream.ingest.watch;

import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one list and one watch cover: a kind, in one namespace or in all.
 *
 * @param namespace absent for all
 * @param kubeconfigs whether it is Secrets with kubeconfigs of runtimes, instead of credentials
 */
public record Feed(Kind kind, @Nullable String namespace, boolean kubeconfigs) {

    /** Of objects that are reported themselves. */
    public Feed(Kind kind, @Nullable String namespace) {
        this(kind, namespace, false);
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
                    .forEach(feed -> feeds.add(new Feed(Kind.SECRET, feed.namespace(), true)));
        }
        return List.copyOf(feeds);
    }

    /** Whether an object that is reported comes from here. */
    public boolean covers(Kind reported, ObjectRef ref) {
        return !kubeconfigs && kind == reported && (namespace == null || namespace.equals(ref.namespace()));
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
        String what = kubeconfigs ? "kubeconfigs" : kind.plural();
        return namespace == null ? what : namespace + "/" + what;
    }
}
