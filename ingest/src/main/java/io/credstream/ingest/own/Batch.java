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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write, and collects it: what differs from the inventory, and the inventory's own change beside it. The
 * inventory is advanced by {@link #committed} and not before; within the batch each decision builds on those before it.
 *
 * <p>Several clusters share a batch. What one of them has added since a {@link Savepoint} can be taken back alone, and so can
 * a decision whose record the brokers refuse: the others stay. Every record passes {@link #add}, which holds the limits of
 * values, keys and headers.
 *
 * <p>Not thread-safe, and of use for one transaction.
 */
final class Batch {

    private static final String SERVICE = "ingest";

    private final Topics topics;
    private final ToIntFunction<Topic<?>> partitions;
    private final Inventory inventory;
    private final List<Unit> units = new ArrayList<>();
    private final Map<String, Entry> changes = new LinkedHashMap<>();
    private final List<Undo> undos = new ArrayList<>();
    private final Map<Counted, Integer> growth = new HashMap<>();

    private record Counted(String cluster, Kind kind) {}

    /** @param told at which version the object stands in its topic; see {@link Inventory} */
    private record Entry(Kind kind, ObjectRef ref, Optional<InventoryEntry> entry, Version told) {}

    /**
     * What one decision adds: records that are written together or not at all.
     *
     * @param key of the inventory's entry that it changes, or {@code null}
     * @param object for a dead letter in its place, or {@code null} if there is to be none
     */
    private record Unit(
            @Nullable String key,
            @Nullable String object,
            @Nullable Cause cause,
            List<ProducerRecord<String, byte[]>> records,
            Consumer<ReportMeters> count) {}

    /** A key of {@link #changes}, and what was there before. */
    private record Undo(String key, @Nullable Entry before) {}

    /** How far the batch had come at some moment. */
    record Savepoint(int units, int undos) {}

    /**
     * @param partitions how many a topic has
     */
    Batch(Topics topics, ToIntFunction<Topic<?>> partitions, Inventory inventory) {
        this.topics = topics;
        this.partitions = partitions;
        this.inventory = inventory;
    }

    List<ProducerRecord<String, byte[]>> records() {
        return units.stream().flatMap(unit -> unit.records().stream()).toList();
    }

    Savepoint savepoint() {
        return new Savepoint(units.size(), undos.size());
    }

    /** Takes back everything since then. */
    void rollback(Savepoint to) {
        units.subList(to.units(), units.size()).clear();
        for (Undo undo : undos.subList(to.undos(), undos.size()).reversed()) {
            replace(undo.key(), undo.before());
        }
        undos.subList(to.undos(), undos.size()).clear();
    }

    /**
     * Takes a record out that the brokers refuse for good, with all that was decided about its object. A dead letter stands in
     * its place; in the place of a refused dead letter or status, nothing does.
     */
    void refuse(ProducerRecord<String, byte[]> refused) {
        int index = 0;
        while (index < units.size() && !units.get(index).records().contains(refused)) {
            index++;
        }
        if (index == units.size()) {
            return;
        }
        Unit unit = units.remove(index);
        units.removeIf(other -> unit.key() != null && unit.key().equals(other.key()));
        if (unit.key() != null) {
            replace(unit.key(), null);
        }
        if (unit.object() != null && unit.cause() != null) {
            deadLetter(DeadLetter.Code.TOO_LARGE, unit.object(), unit.cause());
        }
    }

    /** The records are committed; now they are what was last reported, and count. */
    void committed(ReportMeters meters) {
        units.forEach(unit -> unit.count().accept(meters));
        changes.forEach((key, change) -> change.entry()
                .ifPresentOrElse(entry -> inventory.put(entry, change.told()), () -> inventory.remove(key)));
    }

    /**
     * An object that counts: a record if it is new, or another one, or says something else than before.
     *
     * @return whether it is in the topics now, in this state or a newer one; if not, its record is too large
     */
    boolean present(Kind kind, Versioned projection, String digest) {
        Optional<InventoryEntry> before = entry(kind, projection.ref());
        if (before.isPresent() && projection.version().isOlderThan(before.get().version())) {
            return true;
        }
        InventoryEntry entry = new InventoryEntry(
                kind, projection.ref(), projection.uid(), projection.version(), digest, registries(projection));
        Version told = told(kind, projection.ref());
        boolean lost = before.isPresent() && told.equals(Version.NONE);
        boolean same = before.isPresent()
                && !lost
                && before.get().digest().equals(digest)
                && before.get().uid().equals(projection.uid());
        if (!same) {
            Unit unit = new Unit(
                    entry.key(),
                    projection.ref().key(),
                    projection.cause(),
                    List.of(
                            record(projection),
                            topics.inventory().record(entry.key(), entry, partitions.applyAsInt(topics.inventory()))),
                    meters -> meters.seen(kind, lost));
            if (!add(unit)) {
                return false;
            }
        }
        change(entry.key(), new Entry(kind, projection.ref(), Optional.of(entry), same ? told : projection.version()));
        return true;
    }

    /** An entry that the inventory's topic has lost, of an object that stands in its own topic as it was told. */
    void recordAgain(InventoryEntry entry, Version told) {
        InventoryEntry asTold =
                new InventoryEntry(entry.kind(), entry.ref(), entry.uid(), told, entry.digest(), entry.registries());
        add(new Unit(
                null,
                null,
                null,
                List.of(topics.inventory().record(entry.key(), asTold, partitions.applyAsInt(topics.inventory()))),
                meters -> {}));
    }

    /** Whether an object is in the topics, as of this batch. */
    boolean isKnown(Kind kind, ObjectRef ref) {
        return entry(kind, ref).isPresent();
    }

    /** How many objects of a kind a cluster has in the topics, as of this batch. */
    int count(String cluster, Kind kind) {
        return inventory.count(cluster, kind) + growth.getOrDefault(new Counted(cluster, kind), 0);
    }

    /** An object that is gone: a tombstone if it was ever reported. */
    void absent(Kind kind, ObjectRef ref, Deletion.Reason reason, Version version, Cause cause) {
        Optional<InventoryEntry> before = entry(kind, ref);
        if (before.isEmpty() || version.isOlderThan(before.get().version())) {
            return;
        }
        Deletion deletion = new Deletion(reason, before.get().uid(), version, cause);
        Topic<?> topic = topic(kind);
        Unit unit = new Unit(
                before.get().key(),
                ref.key(),
                cause,
                List.of(
                        topic.tombstone(ref.key(), deletion, partitions.applyAsInt(topic)),
                        // With its version, so that a successor knows how far the cluster's versions had come.
                        topics.inventory()
                                .tombstone(before.get().key(), deletion, partitions.applyAsInt(topics.inventory()))),
                meters -> meters.gone(kind));
        if (add(unit)) {
            change(before.get().key(), new Entry(kind, ref, Optional.empty(), Version.NONE));
        }
    }

    /** Whether something newer is known of an object, as of this batch. */
    boolean isOutdated(Kind kind, ObjectRef ref, Version version) {
        return entry(kind, ref)
                .filter(entry -> version.isOlderThan(entry.version()))
                .isPresent();
    }

    /**
     * The end of a complete list: whatever it covers and does not show is gone.
     *
     * @param gone at which version an object is, from its entry
     */
    void listed(
            String cluster,
            BiPredicate<Kind, ObjectRef> covered,
            Set<ObjectRef> seen,
            Version version,
            UnaryOperator<Version> gone) {
        reported(cluster)
                .filter(entry -> covered.test(entry.kind(), entry.ref()) && !seen.contains(entry.ref()))
                .toList()
                .forEach(entry -> absent(
                        entry.kind(),
                        entry.ref(),
                        Deletion.Reason.RESYNC,
                        gone.apply(entry.version()),
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
        add(
                null,
                topics.clusterStatus().record(status.cluster(), status, partitions.applyAsInt(topics.clusterStatus())),
                status.cause());
    }

    /** The cluster left the fleet. The tombstone keeps its incarnation, should it ever come back. */
    void statusGone(String cluster, long incarnation, String systemUid, Cause cause) {
        Deletion deletion =
                new Deletion(Deletion.Reason.CLUSTER_REMOVED, systemUid, new Version(incarnation, "0"), cause);
        add(
                null,
                topics.clusterStatus().tombstone(cluster, deletion, partitions.applyAsInt(topics.clusterStatus())),
                cause);
    }

    /** A runtime that was discovered, or of which something else is known now; or that leaves. */
    void fleet(Change change) {
        int count = partitions.applyAsInt(topics.clusters());
        switch (change) {
            case Change.Put(Cluster runtime) ->
                add(runtime.id(), topics.clusters().record(runtime.id(), runtime, count), runtime.cause());
            case Change.Remove(String id, Cause cause) -> {
                Deletion deletion = new Deletion(Deletion.Reason.CLUSTER_REMOVED, "", Version.NONE, cause);
                add(id, topics.clusters().tombstone(id, deletion, count), cause);
            }
        }
    }

    void deadLetter(DeadLetter.Code code, @Nullable String object, Cause cause) {
        DeadLetter letter = new DeadLetter(SERVICE, code, object == null ? null : Limits.cut(object), cause);
        ProducerRecord<String, byte[]> record =
                topics.deadLetters().record(cause.describe(), letter, partitions.applyAsInt(topics.deadLetters()));
        add(new Unit(null, null, null, List.of(record), meters -> meters.putAside(code)));
    }

    private void add(@Nullable String object, ProducerRecord<String, byte[]> record, Cause cause) {
        add(new Unit(null, object, cause, List.of(record), meters -> {}));
    }

    /** The only way into the batch. What is beyond a limit becomes a dead letter. Returns whether it is in. */
    private boolean add(Unit unit) {
        if (unit.records().stream().allMatch(Limits::allow)) {
            units.add(unit);
            return true;
        }
        if (unit.object() != null && unit.cause() != null) {
            deadLetter(DeadLetter.Code.TOO_LARGE, unit.object(), unit.cause());
        }
        return false;
    }

    private void change(String key, Entry entry) {
        undos.add(new Undo(key, replace(key, entry)));
    }

    private @Nullable Entry replace(String key, @Nullable Entry entry) {
        Entry before = entry == null ? changes.remove(key) : changes.put(key, entry);
        count(before, -1);
        count(entry, 1);
        return before;
    }

    /** What a change adds to the number of objects that there are, or takes from it. */
    private void count(@Nullable Entry change, int sign) {
        if (change == null) {
            return;
        }
        boolean was = inventory.contains(change.kind(), change.ref());
        boolean is = change.entry().isPresent();
        if (was != is) {
            growth.merge(new Counted(change.ref().cluster(), change.kind()), is ? sign : -sign, Integer::sum);
        }
    }

    private Optional<InventoryEntry> entry(Kind kind, ObjectRef ref) {
        Entry change = changes.get(InventoryEntry.key(kind, ref));
        return change != null ? change.entry() : inventory.get(kind, ref);
    }

    private Version told(Kind kind, ObjectRef ref) {
        Entry change = changes.get(InventoryEntry.key(kind, ref));
        return change != null ? change.told() : inventory.told(kind, ref).orElse(Version.NONE);
    }

    private Stream<InventoryEntry> reported(String cluster) {
        return Stream.concat(
                inventory.entries(cluster).filter(entry -> !changes.containsKey(entry.key())),
                changes.values().stream()
                        .filter(change -> change.ref().cluster().equals(cluster))
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
