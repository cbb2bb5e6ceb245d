package io.credstream.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The clusters of the demo: one control plane, two runtimes, on embedded API servers. */
public final class DemoFleet {

    public static final String CONTROL_PLANE = "kcp";
    static final Map<String, String> KYMA_OF_RUNTIME = new TreeMap<>(Map.of("skr-a", "kyma-a", "skr-b", "kyma-b"));
    public static final String NAMESPACE = "kcp-system";

    private final EmbeddedFleet servers;
    private volatile long lastChange = System.nanoTime();

    DemoFleet(EmbeddedFleet servers) {
        this.servers = servers;
        cluster(CONTROL_PLANE);
        KYMA_OF_RUNTIME.keySet().forEach(this::cluster);
    }

    public EmbeddedCluster cluster(String id) {
        return servers.cluster(id);
    }

    /** When the fleet was last changed from outside, on the clock of {@link System#nanoTime}. */
    public long lastChange() {
        return lastChange;
    }

    /** Applies objects as the person at the keyboard would with kubectl. */
    public void apply(String cluster, String yaml) {
        lastChange = System.nanoTime();
        user(cluster).apply(yaml);
    }

    /** Deletes an object of the control plane. */
    void delete(ResourceKind kind, String name) {
        lastChange = System.nanoTime();
        user(CONTROL_PLANE).delete(kind, NAMESPACE, name);
    }

    /** A cluster that was away can be reached again. */
    void bringUp(String cluster) {
        lastChange = System.nanoTime();
        cluster(cluster).bringUp();
    }

    /** Takes a selector out of a Manifest, as a hasty hand would. */
    void removeSelector(String manifest) {
        lastChange = System.nanoTime();
        user(CONTROL_PLANE)
                .edit(
                        ResourceKind.MANIFESTS,
                        NAMESPACE,
                        manifest,
                        object -> ((ObjectNode) object.at("/spec/install/source")).remove("credSecretSelector"));
    }

    /** Every Manifest as it is now, by name. */
    public Map<String, ManifestView> manifests() {
        Map<String, ManifestView> views = new TreeMap<>();
        user(CONTROL_PLANE)
                .list(ResourceKind.MANIFESTS)
                .forEach(object -> views.put(object.at("/metadata/name").asText(), ManifestView.of(object)));
        return views;
    }

    private ClusterUser user(String cluster) {
        return cluster(cluster).as("demo-user");
    }

    /** What the demo looks at of a Manifest; absent is null. */
    public record ManifestView(
            @Nullable String install,
            @Nullable String config,
            @Nullable String state,
            @Nullable String revision,
            @Nullable String cause) {

        static ManifestView of(JsonNode object) {
            JsonNode annotations = object.at("/metadata/annotations");
            return new ManifestView(
                    selector(object.at("/spec/install/source/credSecretSelector/matchLabels")),
                    selector(object.at("/spec/config/credSecretSelector/matchLabels")),
                    annotations.path(ManifestAnnotations.STATE).asText(null),
                    annotations.path(ManifestAnnotations.REVISION).asText(null),
                    annotations.path(ManifestAnnotations.CAUSE).asText(null));
        }

        private static @Nullable String selector(JsonNode labels) {
            return labels.isMissingNode()
                    ? null
                    : labels.properties().stream()
                            .map(label -> label.getKey().replaceFirst(".*/", "") + "="
                                    + label.getValue().asText())
                            .reduce((a, b) -> a + "," + b)
                            .orElse("{}");
        }
    }
}
