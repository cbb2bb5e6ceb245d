package io.credstream.model;

import java.util.List;

/**
 * What ingest last reported of an object, so that a successor reports only what differs and notices what was deleted.
 *
 * @param digest SHA-256, in hex, of the projection without its version and cause; never of secret data
 * @param registries of a credential, to carry {@link RegistryEntry#revision()} over unchanged content; else empty
 */
public record InventoryEntry(
        Kind kind, ObjectRef ref, String uid, Version version, String digest, List<RegistryEntry> registries) {

    public InventoryEntry {
        registries = List.copyOf(registries);
    }

    /** {@code cluster/kind/namespace/name}, the record key. */
    public String key() {
        return key(kind, ref);
    }

    /** The record key of an object's entry. */
    public static String key(Kind kind, ObjectRef ref) {
        return ref.cluster() + "/" + kind.plural() + "/" + ref.namespace() + "/" + ref.name();
    }
}
