package io.credstream.ingest.secret;

import io.credstream.model.RegistryEntry;
import java.util.List;

/**
 * Revisions that change with the content and not with the fingerprint key.
 *
 * <p>Equal under a key that both sides know is equal. When the key is changed without the previous one beside it, nothing can be
 * compared, and every revision changes once.
 */
final class Revisions {
    private Revisions() {}

    /** The entry with the revision of an equal previous one, or with its own if there is none. */
    static RegistryEntry carryOver(RegistryEntry entry, List<RegistryEntry> previous) {
        return previous.stream()
                .filter(before -> isSame(before, entry))
                .findFirst()
                .map(before -> new RegistryEntry(
                        entry.registry(),
                        entry.plainHttp(),
                        entry.fingerprints(),
                        entry.secretFingerprints(),
                        before.revision()))
                .orElse(entry);
    }

    private static boolean isSame(RegistryEntry a, RegistryEntry b) {
        return a.registry().equals(b.registry())
                && a.fingerprints().entrySet().stream()
                        .anyMatch(known ->
                                known.getValue().equals(b.fingerprints().get(known.getKey())));
    }
}
