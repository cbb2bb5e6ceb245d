package io.credstream.ingest.own;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What was last reported, as it is committed. One thread writes, any may read.
 *
 * <p>An entry's version can be ahead of the topic's: an object that was seen again and has not changed is not written again.
 */
final class Inventory {

    /** {@link Packed} entries by what follows the cluster in the key of their record. */
    private final Map<String, Map<String, byte[]>> byCluster = new ConcurrentHashMap<>();

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

    void put(InventoryEntry entry) {
        byCluster
                .computeIfAbsent(entry.ref().cluster(), absent -> new ConcurrentHashMap<>())
                .put(rest(entry.key()), Packed.pack(entry));
    }

    /** By the key of the entry's record. */
    void remove(String key) {
        byCluster.computeIfPresent(key.substring(0, Math.max(0, key.indexOf('/'))), (cluster, entries) -> {
            entries.remove(rest(key));
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
