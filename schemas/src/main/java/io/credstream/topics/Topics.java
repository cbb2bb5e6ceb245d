package io.credstream.topics;

import io.credstream.avro.AvroSerde;
import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
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

    private static final Partitioning BY_CLUSTER = Partitioning.CLUSTER;
    private static final Partitioning BY_KEY = Partitioning.WHOLE_KEY;

    /** The topics of the fleet whose topic names start with {@code prefix}. */
    public static Topics withPrefix(String prefix) {
        return new Topics(
                topic(
                        prefix + "clusters",
                        Cluster.class,
                        Keys.clusters(Cluster::id),
                        BY_CLUSTER,
                        Retention.HISTORY,
                        CoPartitioned.BY_CLUSTER),
                topic(
                        prefix + "cluster-status",
                        ClusterStatus.class,
                        Keys.clusters(ClusterStatus::cluster),
                        BY_CLUSTER,
                        Retention.HISTORY,
                        CoPartitioned.BY_CLUSTER),
                topic(
                        prefix + "inventory",
                        InventoryEntry.class,
                        Keys.entries(InventoryEntry::key),
                        BY_CLUSTER,
                        Retention.LATEST,
                        CoPartitioned.BY_CLUSTER),
                topic(
                        prefix + "credentials",
                        Credential.class,
                        Keys.objects(value -> value.ref().key()),
                        BY_CLUSTER,
                        Retention.HISTORY,
                        CoPartitioned.BY_CLUSTER),
                topic(
                        prefix + "templates",
                        Template.class,
                        Keys.objects(value -> value.ref().key()),
                        BY_CLUSTER,
                        Retention.HISTORY,
                        CoPartitioned.BY_CLUSTER),
                topic(
                        prefix + "manifests",
                        Manifest.class,
                        Keys.objects(value -> value.ref().key()),
                        BY_KEY,
                        Retention.HISTORY,
                        CoPartitioned.BY_MANIFEST),
                topic(
                        prefix + "bindings",
                        Binding.class,
                        Keys.bindings(Binding::key),
                        Partitioning.BROADCAST,
                        Retention.LATEST,
                        CoPartitioned.BY_MANIFEST),
                topic(
                        prefix + "pins",
                        Pin.class,
                        Keys.objects(Pin::key),
                        BY_KEY,
                        Retention.HISTORY,
                        CoPartitioned.BY_MANIFEST),
                topic(
                        prefix + "orders",
                        Order.class,
                        Keys.any(Order::key),
                        Partitioning.BROADCAST,
                        Retention.HISTORY,
                        CoPartitioned.BY_MANIFEST),
                topic(
                        prefix + "manifest-updates",
                        ManifestUpdate.class,
                        Keys.objects(value -> value.manifest().key()),
                        BY_CLUSTER,
                        Retention.HISTORY,
                        CoPartitioned.ALONE),
                topic(
                        prefix + "apply-reports",
                        ApplyReport.class,
                        Keys.objects(ApplyReport::key),
                        BY_KEY,
                        Retention.HISTORY,
                        CoPartitioned.BY_MANIFEST),
                topic(
                        prefix + "dead-letters",
                        DeadLetter.class,
                        Keys.unrelated(),
                        BY_KEY,
                        Retention.MONTH,
                        CoPartitioned.ALONE));
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
