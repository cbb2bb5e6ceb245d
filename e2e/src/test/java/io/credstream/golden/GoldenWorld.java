package io.credstream.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.ingest.projection.Observed;
import io.credstream.ingest.projection.Projections;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.Template;
import io.credstream.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that a case describes, as ingest would report it: clusters, and the projection of every object.
 *
 * <p>A document of kind {@code Cluster} is a cluster; without one there is a control plane {@code kcp}. Every other document is a
 * Kubernetes object of the cluster that it names, or of the first one. The steps of a document of kind {@code Script} are what
 * happens then.
 */
record GoldenWorld(
        Map<String, Cluster> clusters,
        List<Credential> credentials,
        List<Template> templates,
        List<Manifest> manifests,
        List<String> ignored,
        List<JsonNode> steps) {

    static final Cause CAUSE = new Cause.Coordinates("golden", 0, 0);

    static GoldenWorld of(List<ObjectNode> documents, Projections projections) {
        Map<String, Cluster> clusters = clusters(documents);
        GoldenWorld world = new GoldenWorld(
                clusters,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (ObjectNode document : documents) {
            switch (document.path("kind").asText()) {
                case "Cluster" -> {}
                case "Script" -> document.path("steps").forEach(world.steps::add);
                default -> world.add(document, projections);
            }
        }
        return world;
    }

    /** Every cluster is watched and has been listed. */
    static ClusterStatus listed(Cluster cluster) {
        List<KindStatus> kinds = Arrays.stream(Kind.values())
                .map(kind -> new KindStatus(kind, "v1", true, "1"))
                .toList();
        return new ClusterStatus(cluster.id(), Condition.WATCHED, null, null, "uid", 1, kinds, List.of(), CAUSE);
    }

    private void add(ObjectNode document, Projections projections) {
        ObjectNode object = document.deepCopy();
        JsonNode cluster = object.remove("cluster");
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-of-" + metadata.path("name").asText());
        }
        Observed observed =
                new Observed(clusterOf(cluster == null ? null : cluster.asText()), object, new Version(1, "1"), CAUSE);
        Kind kind = Arrays.stream(Kind.values())
                .filter(k -> k.display().equals(object.path("kind").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a kind that is watched: " + object.path("kind")));
        projections
                .project(kind, observed, List.of())
                .ifPresentOrElse(
                        record -> {
                            switch (record) {
                                case Credential credential -> credentials.add(credential);
                                case Template template -> templates.add(template);
                                case Manifest manifest -> manifests.add(manifest);
                            }
                        },
                        () -> ignored.add(kind.display() + " "
                                + observed.ref().orElseThrow().key()));
    }

    private Cluster clusterOf(@Nullable String id) {
        return id == null
                ? clusters.values().iterator().next()
                : Objects.requireNonNull(clusters.get(id), () -> "no cluster " + id);
    }

    private static boolean isCluster(ObjectNode document) {
        return document.path("kind").asText().equals("Cluster");
    }

    private static Map<String, Cluster> clusters(List<ObjectNode> documents) {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        documents.stream()
                .filter(GoldenWorld::isCluster)
                .map(GoldenWorld::cluster)
                .forEach(c -> clusters.put(c.id(), c));
        if (clusters.isEmpty()) {
            Cluster kcp = cluster(new ObjectMapper().createObjectNode().put("id", "kcp"));
            clusters.put(kcp.id(), kcp);
        }
        return clusters;
    }

    private static Cluster cluster(ObjectNode document) {
        Role role = document.has("controlPlane") ? Role.RUNTIME : Role.CONTROL_PLANE;
        List<String> namespaces = new ArrayList<>();
        document.path("namespaces").forEach(namespace -> namespaces.add(namespace.asText()));
        String version = document.path("lifecycleManagerVersion").asText("1.3.10");
        return new Cluster(
                document.path("id").asText(),
                role,
                text(document, "controlPlane"),
                text(document, "kyma"),
                new KubeconfigFile("kubeconfig", null),
                namespaces.isEmpty() ? List.of(role.defaultNamespace()) : namespaces,
                version.equals("unknown") ? null : version,
                CAUSE);
    }

    private static @Nullable String text(ObjectNode document, String field) {
        return document.has(field) ? document.path(field).asText() : null;
    }
}
