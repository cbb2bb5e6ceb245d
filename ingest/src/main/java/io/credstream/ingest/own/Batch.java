package io.credstream.ingest.own;

import io.credstream.ingest.discovery.Change;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write, and collects it: what differs from the inventory, and the inventory's own change beside it. The
 * inventory is advanced by {@link #committed} and not before; within the batch each decision builds on those before it.
 *
 * <p>Not thread-safe, and of use for one transaction.
 */
final class Batch {

    /** What brokers take, less room for keys and headers. An object beyond it is given up rather than in everyone's way. */
    static final int MAX_VALUE_BYTES = 900_000;

    private static final String SERVICE = "ingest";

    private final Topics topics;
    private final ToIntFunction<Topic<?>> partitions;
    private final Inventory inventory;
    private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    private final Map<String, Entry> changes = new LinkedHashMap<>();
    private final List<Consumer<ReportMeters>> counts = new ArrayList<>();

    private record Entry(String cluster, Optional<InventoryEntry> entry) {}

    /**
     * @param partitions how many a topic has
     */
    Batch(Topics topics, ToIntFunction<Topic<?>> partitions, Inventory inventory) {
        this.topics = topics;
        this.partitions = partitions;
        this.inventory = inventory;
    }

    List<ProducerRecord<String, byte[]>> records() {
        return records;
    }

    /** The records are committed; now they are what was last reported, and count. */
    void committed(ReportMeters meters) {
        counts.forEach(count -> count.accept(meters));
        changes.forEach((key, change) -> change.entry().ifPresentOrElse(inventory::put, () -> inventory.remove(key)));
    }

    /** An object that counts: a record if it is new, or another one, or says something else than before. */
    void present(Kind kind, Versioned projection, String digest) {
        Optional<InventoryEntry> before = entry(kind, projection.ref());
        if (before.isPresent() && projection.version().isOlderThan(before.get().version())) {
            return;
        }
        InventoryEntry entry = new InventoryEntry(
                kind, projection.ref(), projection.uid(), projection.version(), digest, registries(projection));
        boolean same = before.isPresent()
                && before.get().digest().equals(digest)
                && before.get().uid().equals(projection.uid());
        if (!same) {
            ProducerRecord<String, byte[]> record = record(projection);
            if (record.value().length > MAX_VALUE_BYTES) {
                deadLetter(DeadLetter.Code.INVALID_OBJECT, projection.ref().key(), projection.cause());
                return;
            }
            records.add(record);
            counts.add(meters -> meters.seen(kind));
            records.add(topics.inventory().record(entry.key(), entry, partitions.applyAsInt(topics.inventory())));
        }
        changes.put(entry.key(), new Entry(projection.ref().cluster(), Optional.of(entry)));
    }

    /** An object that is gone: a tombstone if it was ever reported. */
    void absent(Kind kind, ObjectRef ref, Deletion.Reason reason, Version version, Cause cause) {
        Optional<InventoryEntry> before = entry(kind, ref);
        if (before.isEmpty() || version.isOlderThan(before.get().version())) {
            return;
        }
        Deletion deletion = new Deletion(reason, before.get().uid(), version, cause);
        Topic<?> topic = topic(kind);
        records.add(topic.tombstone(ref.key(), deletion, partitions.applyAsInt(topic)));
        counts.add(meters -> meters.gone(kind));
        // With its version, so that a successor knows how far the cluster's versions had come.
        records.add(
                topics.inventory().tombstone(before.get().key(), deletion, partitions.applyAsInt(topics.inventory())));
        changes.put(before.get().key(), new Entry(ref.cluster(), Optional.empty()));
    }

    /** The end of a complete list: whatever it covers and does not show is gone. */
    void listed(String cluster, BiPredicate<Kind, ObjectRef> covered, Set<ObjectRef> seen, Version version) {
        reported(cluster)
                .filter(entry -> covered.test(entry.kind(), entry.ref()) && !seen.contains(entry.ref()))
                .toList()
                .forEach(entry -> absent(
                        entry.kind(),
                        entry.ref(),
                        Deletion.Reason.RESYNC,
                        version,
                        new Cause.Observation(cluster, entry.kind(), version.resourceVersion())));
    }

    /** Something of the cluster is not watched any more. */
    void retire(String cluster, Predicate<InventoryEntry> retired, Deletion.Reason reason, Cause cause) {
        reported(cluster)
                .filter(retired)
                .toList()
                .forEach(entry -> absent(entry.kind(), entry.ref(), reason, entry.version(), cause));
    }

    void status(ClusterStatus status) {
        records.add(
                topics.clusterStatus().record(status.cluster(), status, partitions.applyAsInt(topics.clusterStatus())));
    }

    /** The cluster left the fleet. The tombstone keeps its incarnation, should it ever come back. */
    void statusGone(String cluster, long incarnation, String systemUid, Cause cause) {
        Deletion deletion =
                new Deletion(Deletion.Reason.CLUSTER_REMOVED, systemUid, new Version(incarnation, "0"), cause);
        records.add(topics.clusterStatus().tombstone(cluster, deletion, partitions.applyAsInt(topics.clusterStatus())));
    }

    /** A runtime that was discovered, or of which something else is known now; or that leaves. */
    void fleet(Change change) {
        int count = partitions.applyAsInt(topics.clusters());
        records.add(
                switch (change) {
                    case Change.Put(Cluster runtime) -> topics.clusters().record(runtime.id(), runtime, count);
                    case Change.Remove(String id, Cause cause) ->
                        topics.clusters()
                                .tombstone(
                                        id,
                                        new Deletion(Deletion.Reason.CLUSTER_REMOVED, "", Version.NONE, cause),
                                        count);
                });
    }

    void deadLetter(DeadLetter.Code code, @Nullable String object, Cause cause) {
        DeadLetter letter = new DeadLetter(SERVICE, code, object, cause);
        counts.add(meters -> meters.putAside(code));
        records.add(topics.deadLetters().record(cause.describe(), letter, partitions.applyAsInt(topics.deadLetters())));
    }

    private Optional<InventoryEntry> entry(Kind kind, ObjectRef ref) {
        Entry change = changes.get(InventoryEntry.key(kind, ref));
        return change != null ? change.entry() : inventory.get(kind, ref);
    }

    private Stream<InventoryEntry> reported(String cluster) {
        return Stream.concat(
                inventory.entries(cluster).filter(entry -> !changes.containsKey(entry.key())),
                changes.values().stream()
                        .filter(change -> change.cluster().equals(cluster))
                        .flatMap(change -> change.entry().stream()));
    }

    private ProducerRecord<String, byte[]> record(Versioned projection) {
        return switch (projection) {
            case Credential credential -> record(topics.credentials(), credential);
            case Template template -> record(topics.templates(), template);
            case Manifest manifest -> record(topics.manifests(), manifest);
        };
    }

    private <V extends Record & Versioned> ProducerRecord<String, byte[]> record(Topic<V> topic, V projection) {
        return topic.record(projection.ref().key(), projection, partitions.applyAsInt(topic));
    }

    private Topic<?> topic(Kind kind) {
        return switch (kind) {
            case SECRET -> topics.credentials();
            case MODULE_TEMPLATE -> topics.templates();
            case MANIFEST -> topics.manifests();
        };
    }

    private static List<RegistryEntry> registries(Versioned projection) {
        return projection instanceof Credential credential ? credential.registries() : List.of();
    }
}
