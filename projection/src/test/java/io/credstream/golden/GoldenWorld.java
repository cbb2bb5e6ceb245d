package io.credstream.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.golden.GoldenTime.Seen;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Pin.PinnedLayer;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.rules.fleet.Propagation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that a case describes, as ingest would report it: clusters, and the projection of every object.
 *
 * <p>A document of kind {@code Cluster} is a cluster; without one there is a control plane {@code kcp}. One of kind {@code Pin}
 * pins the Manifest of its name, one of kind {@code Brake} is an operator's order. Every other document is a Kubernetes object of
 * the cluster that it names, or of the first one. {@code at} says when it is seen to be like that, until another document of the
 * same object says otherwise; without it, from the beginning.
 *
 * @param behaviour the documents of the clusters, which also say what they do
 */
public record GoldenWorld(
        Map<String, Cluster> clusters,
        Map<String, ObjectNode> behaviour,
        List<Credential> credentials,
        List<Template> templates,
        List<Manifest> manifests,
        List<Pin> pins,
        List<Order> orders,
        List<String> ignored) {

    public static final Cause CAUSE = new Cause.Coordinates("golden", 0, 0);

    /** The fleet as it is seen at a moment. */
    public static GoldenWorld at(Duration moment, List<ObjectNode> documents, Projections projections) {
        Collection<Seen> seen = GoldenTime.seenAt(moment, documents);
        GoldenWorld world = new GoldenWorld(
                new LinkedHashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        seen.stream().filter(GoldenWorld::isCluster).forEach(s -> world.addCluster(s.document()));
        if (world.clusters().isEmpty()) {
            world.addCluster(JsonNodeFactory.instance.objectNode().put("id", "kcp"));
        }
        seen.stream().filter(GoldenWorld::isPin).forEach(s -> world.addPin(s, moment));
        seen.stream()
                .filter(GoldenWorld::isBrake)
                .map(s -> brake(s.document()))
                .filter(order -> !order.isOver(Instant.EPOCH.plus(moment)))
                .forEach(world.orders::add);
        seen.stream().filter(s -> !isCluster(s) && !isPin(s) && !isBrake(s)).forEach(s -> world.add(s, projections));
        return world;
    }

    /** The document of a cluster. */
    public ObjectNode behaviour(String cluster) {
        return Objects.requireNonNull(behaviour.get(cluster), () -> "no cluster " + cluster);
    }

    /** What follows from it, in a fleet that has been listed. */
    public Propagation propagated() {
        Propagation fleet = new Propagation();
        for (Cluster cluster : clusters.values()) {
            fleet.put(cluster, CAUSE);
            fleet.put(listed(cluster), CAUSE);
        }
        credentials.forEach(credential -> fleet.put(credential, CAUSE));
        templates.forEach(template -> fleet.put(template, CAUSE));
        manifests.forEach(fleet.decisions()::put);
        pins.forEach(fleet.decisions()::put);
        orders.forEach(fleet.decisions()::put);
        return fleet;
    }

    /** Every cluster is watched and has been listed, in the epoch that it names; any will do for one that names none. */
    private ClusterStatus listed(Cluster cluster) {
        List<Kind> all = List.of(Kind.values());
        List<KindStatus> kinds =
                all.stream().map(kind -> new KindStatus(kind, "v1", true, "1")).toList();
        JsonNode named = behaviour(cluster.id()).path("listedInEpoch");
        Instant begun = Instant.ofEpochSecond(named.asLong());
        JsonNode heardOf = behaviour(cluster.id()).path("heardOfEpoch");
        Instant heard = heardOf.isMissingNode() ? null : Instant.ofEpochSecond(heardOf.asLong());
        return new ClusterStatus(
                cluster.id(),
                Condition.WATCHED,
                null,
                null,
                "uid",
                1,
                kinds,
                List.of(),
                List.of(),
                null,
                List.of(),
                named.isMissingNode() ? null : new Epoch(begun, begun, all, 0, 0, heard),
                CAUSE);
    }

    private void add(Seen seen, Projections projections) {
        ObjectNode object = seen.document().deepCopy();
        object.remove("at");
        JsonNode cluster = object.remove("cluster");
        JsonNode epoch = object.remove("epoch");
        JsonNode asked = object.remove("askedInEpoch");
        ObjectNode metadata = object.withObjectProperty("metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-of-" + metadata.path("name").asText());
        }
        Version version = new Version(1, GoldenTime.versionAt(seen.since()));
        Observed observed = new Observed(clusterOf(cluster == null ? null : cluster.asText()), object, version, CAUSE);
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
                                case Manifest manifest -> manifests.add(in(epoch, asked, manifest));
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

    private static boolean isPin(Seen seen) {
        return seen.document().path("kind").asText().equals("Pin");
    }

    /** Those whose time is over are taken out, as the processor does. */
    private void addPin(Seen seen, Duration moment) {
        ObjectNode document = seen.document();
        JsonNode metadata = document.path("metadata");
        String cluster = clusterOf(text(document, "cluster")).id();
        List<PinnedLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            JsonNode selector = document.path("layers").path(layer.display());
            if (!selector.isMissingNode()) {
                layers.add(new PinnedLayer(layer, selector.isNull() ? null : GoldenYaml.canonical(selector)));
            }
        }
        String expires = text(document, "expires");
        Pin pin = new Pin(
                new ObjectRef(
                        cluster,
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText()),
                layers,
                Instant.EPOCH,
                "golden",
                "golden",
                Instant.EPOCH.plus(seen.since()),
                expires == null ? null : Instant.EPOCH.plus(GoldenTime.duration(expires)),
                document.path("released").asBoolean() ? new Pin.Release("golden", "golden", Instant.EPOCH) : null);
        if (!pin.isExpired(Instant.EPOCH.plus(moment))) {
            pins.add(pin);
        }
    }

    private static Manifest in(@Nullable JsonNode epoch, @Nullable JsonNode asked, Manifest manifest) {
        if (epoch != null) {
            return manifest.observedIn(Instant.ofEpochSecond(epoch.asLong()));
        }
        return asked == null ? manifest : manifest.asking(Instant.ofEpochSecond(asked.asLong()));
    }

    private static boolean isBrake(Seen seen) {
        return seen.document().path("kind").asText().equals("Brake");
    }

    private static Order brake(ObjectNode document) {
        String cluster = text(document, "cluster");
        String module = text(document, "module");
        Order.Target target = cluster != null
                ? new Order.Target.OfCluster(cluster)
                : module != null ? new Order.Target.OfModule(module) : new Order.Target.All();
        Order.Action.Mode mode =
                Order.Action.Mode.valueOf(document.path("mode").asText().toUpperCase(Locale.ROOT));
        String until = text(document, "until");
        return new Order(
                target,
                new Order.Action.Brake(mode),
                "golden",
                "golden",
                Instant.EPOCH,
                until == null ? null : Instant.EPOCH.plus(GoldenTime.duration(until)));
    }

    private static boolean isCluster(Seen seen) {
        return seen.document().path("kind").asText().equals("Cluster");
    }

    private void addCluster(ObjectNode document) {
        Cluster cluster = cluster(document);
        clusters.put(cluster.id(), cluster);
        behaviour.put(cluster.id(), document);
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
                        CAUSE)
                .withFuse(document.has("fuse") ? document.path("fuse").asInt() : null);
    }

    private static @Nullable String text(ObjectNode document, String field) {
        return document.has(field) ? document.path(field).asText() : null;
    }
}
