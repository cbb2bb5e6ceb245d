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

    private final Map<String, Map<String, InventoryEntry>> byCluster = new ConcurrentHashMap<>();

    Optional<InventoryEntry> get(Kind kind, ObjectRef ref) {
        return Optional.ofNullable(of(ref.cluster()).get(InventoryEntry.key(kind, ref)));
    }

    List<RegistryEntry> registries(Kind kind, ObjectRef ref) {
        return get(kind, ref).map(InventoryEntry::registries).orElse(List.of());
    }

    Stream<InventoryEntry> entries(String cluster) {
        return of(cluster).values().stream();
    }

    Stream<String> clusters() {
        return byCluster.keySet().stream();
    }

    void put(InventoryEntry entry) {
        byCluster
                .computeIfAbsent(entry.ref().cluster(), absent -> new ConcurrentHashMap<>())
                .put(entry.key(), entry);
    }

    /** By the key of the entry's record. */
    void remove(String key) {
        byCluster.computeIfPresent(key.substring(0, Math.max(0, key.indexOf('/'))), (cluster, entries) -> {
            entries.remove(key);
            return entries.isEmpty() ? null : entries;
        });
    }

    private Map<String, InventoryEntry> of(String cluster) {
        return byCluster.getOrDefault(cluster, Map.of());
    }
}
