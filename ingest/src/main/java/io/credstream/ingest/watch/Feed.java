package io.credstream.ingest.watch;

import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one list and one watch cover: a kind, in one namespace or in all.
 *
 * @param namespace absent for all
 */
public record Feed(Kind kind, @Nullable String namespace) {

    private static final String GROUP = "operator.kyma-project.io";
    private static final String CUSTOM_VERSION = "v1beta2";

    public Feed {
        Objects.requireNonNull(kind);
    }

    /**
     * All that is watched on a cluster: Secrets where they are allowed and nowhere else, so that no right to read others is
     * needed; templates everywhere; Manifests where there are any.
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
        return List.copyOf(feeds);
    }

    public boolean covers(ObjectRef ref) {
        return namespace == null || namespace.equals(ref.namespace());
    }

    /** The API version that is asked for. */
    public String servedVersion() {
        return isCustom() ? CUSTOM_VERSION : "v1";
    }

    boolean isCustom() {
        return kind != Kind.SECRET;
    }

    /** Below the address of the API server, without a slash in front. */
    String path() {
        String api = isCustom() ? groupPath() + "/" + CUSTOM_VERSION : "api/v1";
        return api + (namespace == null ? "" : "/namespaces/" + namespace) + "/" + kind.plural();
    }

    /** Where the API server says in which versions the kind's group is served. */
    static String groupPath() {
        return "apis/" + GROUP;
    }

    @Override
    public String toString() {
        return namespace == null ? kind.plural() : namespace + "/" + kind.plural();
    }
}
