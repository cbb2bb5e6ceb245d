package io.credstream.ingest.own;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What was last reported, as it is committed. One thread writes, any may read.
 *
 * <p>An entry's version can be ahead of the topic's: an object that was seen again and has not changed is not written again. So
 * the version at which it was told is kept beside it; an object that its topic has lost was told at {@link Version#NONE}.
 */
final class Inventory {

    /** {@link Packed} entries by what follows the cluster in the key of their record. */
    private final Map<String, Map<String, byte[]>> byCluster = new ConcurrentHashMap<>();

    private final Map<Counted, Integer> counts = new ConcurrentHashMap<>();

    private record Counted(String cluster, Kind kind) {}

    Optional<InventoryEntry> get(Kind kind, ObjectRef ref) {
        byte[] packed = of(ref.cluster()).get(rest(InventoryEntry.key(kind, ref)));
        return Optional.ofNullable(packed).map(bytes -> Packed.unpack(kind, ref, bytes));
    }

    List<RegistryEntry> registries(Kind kind, ObjectRef ref) {
        return get(kind, ref).map(InventoryEntry::registries).orElse(List.of());
    }

    Stream<InventoryEntry> entries(String cluster) {
        return of(cluster).entrySet().stream().map(entry -> entry(cluster, entry.getKey(), entry.getValue()));
    }

    Stream<String> clusters() {
        return byCluster.keySet().stream();
    }

    boolean contains(Kind kind, ObjectRef ref) {
        return of(ref.cluster()).containsKey(rest(InventoryEntry.key(kind, ref)));
    }

    /** How many objects of a kind a cluster has. */
    int count(String cluster, Kind kind) {
        return counts.getOrDefault(new Counted(cluster, kind), 0);
    }

    /** At which version an object stands in its topic, as far as is known; empty if it was not reported. */
    Optional<Version> told(Kind kind, ObjectRef ref) {
        return Optional.ofNullable(of(ref.cluster()).get(rest(InventoryEntry.key(kind, ref))))
                .map(Packed::told);
    }

    /** Takes every object of a kind, and the version at which it was told. */
    void forEachTold(Kind kind, BiConsumer<ObjectRef, Version> sink) {
        String prefix = kind.plural() + "/";
        byCluster.forEach((cluster, entries) -> entries.forEach((rest, packed) -> {
            if (rest.startsWith(prefix)) {
                int slash = rest.indexOf('/', prefix.length());
                sink.accept(
                        new ObjectRef(cluster, rest.substring(prefix.length(), slash), rest.substring(slash + 1)),
                        Packed.told(packed));
            }
        }));
    }

    /** An entry of an object that is written now. */
    void put(InventoryEntry entry) {
        put(entry, entry.version());
    }

    /**
     * An entry.
     *
     * @param told at which version its object stands in its topic
     */
    void put(InventoryEntry entry, Version told) {
        byte[] before = byCluster
                .computeIfAbsent(entry.ref().cluster(), absent -> new ConcurrentHashMap<>())
                .put(rest(entry.key()), Packed.pack(entry, told));
        if (before == null) {
            counts.merge(new Counted(entry.ref().cluster(), entry.kind()), 1, Integer::sum);
        }
    }

    /** By the key of the entry's record. */
    void remove(String key) {
        byCluster.computeIfPresent(key.substring(0, Math.max(0, key.indexOf('/'))), (cluster, entries) -> {
            String rest = rest(key);
            if (entries.remove(rest) != null) {
                Kind kind = kind(rest.substring(0, rest.indexOf('/')));
                counts.computeIfPresent(new Counted(cluster, kind), (of, count) -> count == 1 ? null : count - 1);
            }
            return entries.isEmpty() ? null : entries;
        });
    }

    private Map<String, byte[]> of(String cluster) {
        return byCluster.getOrDefault(cluster, Map.of());
    }

    private static String rest(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    private static InventoryEntry entry(String cluster, String rest, byte[] packed) {
        String[] segments = rest.split("/", -1);
        return Packed.unpack(kind(segments[0]), new ObjectRef(cluster, segments[1], segments[2]), packed);
    }

    private static Kind kind(String plural) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }
}
