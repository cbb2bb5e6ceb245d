package io.credstream.ingest.own;

import io.credstream.model.InventoryEntry;
import io.credstream.model.RegistryEntry;
import java.io.Serial;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fingerprints in the log were made with keys of which the key file has none. To go on would announce a rotation of every
 * credential that there is, and cut the history of fingerprints in two.
 */
public final class UnknownFingerprintKey extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private UnknownFingerprintKey(Set<String> unknown, Set<String> known) {
        super("fingerprints in the log were made with the key " + unknown + ", the key file has only " + known
                + ": add that key to the file as 'previous'; if it is lost, start under another topic prefix");
    }

    /** Found in what was reported last, if it is there. */
    static Optional<UnknownFingerprintKey> in(Stream<InventoryEntry> entries, Set<String> known) {
        return entries.flatMap(entry -> entry.registries().stream())
                .map(RegistryEntry::fingerprints)
                .filter(prints -> Collections.disjoint(prints.keySet(), known))
                .findFirst()
                .map(prints -> new UnknownFingerprintKey(prints.keySet(), known));
    }
}
