package io.credstream.topics;

import static io.credstream.topics.Retention.HISTORY;
import static io.credstream.topics.Retention.LATEST;
import static io.credstream.topics.Retention.MONTH;
import static io.credstream.topics.Topic.CoPartitioned.ALONE;
import static io.credstream.topics.Topic.Partitioning.BROADCAST;
import static io.credstream.topics.Topic.Partitioning.CLUSTER;
import static io.credstream.topics.Topic.Partitioning.WHOLE_KEY;

import io.credstream.avro.AvroSerde;
import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.DeadLetter;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Template;
import io.credstream.topics.Topic.CoPartitioned;
import io.credstream.topics.Topic.Partitioning;
import java.util.List;

/** All topics, declared once. Everything that is said about them anywhere follows from here. */
public record Topics(
        String prefix,
        Topic<Cluster> clusters,
        Topic<ClusterStatus> clusterStatus,
        Topic<InventoryEntry> inventory,
        Topic<Credential> credentials,
        Topic<Template> templates,
        Topic<Manifest> manifests,
        Topic<Binding> bindings,
        Topic<Pin> pins,
        Topic<Order> orders,
        Topic<ManifestUpdate> manifestUpdates,
        Topic<ApplyReport> applyReports,
        Topic<DeadLetter> deadLetters) {

    public static final String DEFAULT_PREFIX = "credstream.";

    /** The topics of the fleet whose topic names start with {@code prefix}. */
    public static Topics withPrefix(String prefix) {
        return new Topics(
                prefix,
                ofClusters(prefix + "clusters", Cluster.class, Keys.clusters(Cluster::id), HISTORY),
                ofClusters(
                        prefix + "cluster-status", ClusterStatus.class, Keys.clusters(ClusterStatus::cluster), HISTORY),
                ofClusters(prefix + "inventory", InventoryEntry.class, Keys.entries(InventoryEntry::key), LATEST),
                ofClusters(
                        prefix + "credentials",
                        Credential.class,
                        Keys.objects(value -> value.ref().key()),
                        HISTORY),
                ofClusters(
                        prefix + "templates",
                        Template.class,
                        Keys.objects(value -> value.ref().key()),
                        HISTORY),
                ofManifests(
                        prefix + "manifests",
                        Manifest.class,
                        Keys.objects(value -> value.ref().key()),
                        WHOLE_KEY,
                        HISTORY),
                ofManifests(prefix + "bindings", Binding.class, Keys.bindings(Binding::key), BROADCAST, LATEST),
                ofManifests(prefix + "pins", Pin.class, Keys.objects(Pin::key), WHOLE_KEY, HISTORY),
                ofManifests(prefix + "orders", Order.class, Keys.any(Order::key), BROADCAST, HISTORY),
                topic(
                        prefix + "manifest-updates",
                        ManifestUpdate.class,
                        Keys.objects(value -> value.manifest().key()),
                        CLUSTER,
                        HISTORY,
                        ALONE),
                ofManifests(
                        prefix + "apply-reports",
                        ApplyReport.class,
                        Keys.objects(ApplyReport::key),
                        WHOLE_KEY,
                        HISTORY),
                topic(prefix + "dead-letters", DeadLetter.class, Keys.unrelated(), WHOLE_KEY, MONTH, ALONE));
    }

    /** In the order in which data flow through them. */
    public List<Topic<?>> all() {
        return List.of(
                clusters,
                clusterStatus,
                inventory,
                credentials,
                templates,
                manifests,
                bindings,
                pins,
                orders,
                manifestUpdates,
                applyReports,
                deadLetters);
    }

    /**
     * Whether a cause is what somebody ordered of the very Manifests that follow from it: they were named, or their target was, and
     * whoever ordered it could see how many they are. So no fuse holds them (R21).
     */
    public boolean isOrder(Cause cause) {
        return switch (cause) {
            case Cause.Coordinates at ->
                at.topic().equals(orders.name()) || at.topic().equals(pins.name());
            case Cause.Request request -> !request.user().equals(Cause.Request.PROCESSOR);
            case Cause.Observation observation -> false;
        };
    }

    /** What all is known by cluster: everything of one is in one partition, and meets in one task. */
    private static <V extends Record> Topic<V> ofClusters(
            String name, Class<V> type, Keys<V> keys, Retention retention) {
        return topic(name, type, keys, CLUSTER, retention, CoPartitioned.BY_CLUSTER);
    }

    /** What meets the Manifests. */
    private static <V extends Record> Topic<V> ofManifests(
            String name, Class<V> type, Keys<V> keys, Partitioning partitioning, Retention retention) {
        return topic(name, type, keys, partitioning, retention, CoPartitioned.BY_MANIFEST);
    }

    private static <V extends Record> Topic<V> topic(
            String name,
            Class<V> type,
            Keys<V> keys,
            Partitioning partitioning,
            Retention retention,
            CoPartitioned group) {
        return new Topic<>(name, AvroSerde.of(type), keys, partitioning, retention, group);
    }
}
