package io.credstream.projection.secret;

import io.credstream.model.RegistryEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Revisions that change with the content and not with the fingerprint key.
 *
 * <p>Equal under a key that both sides know is equal. When the key is changed without the previous one beside it, nothing can be
 * compared, and every revision changes once.
 */
final class Revisions {
    private Revisions() {}

    /**
     * The entry with the revision of an equal previous one, or with its own if there is none.
     *
     * @param asBefore the fingerprints that the first schema had of the same content, by key id, where it had others
     */
    static RegistryEntry carryOver(RegistryEntry entry, Map<String, String> asBefore, List<RegistryEntry> previous) {
        return Stream.of(entry.fingerprints(), asBefore)
                .flatMap(fingerprints -> previous.stream()
                        .filter(before -> before.registry().equals(entry.registry()))
                        .filter(before -> haveOneInCommon(before.fingerprints(), fingerprints)))
                .findFirst()
                .map(before -> new RegistryEntry(
                        entry.registry(),
                        entry.plainHttp(),
                        entry.fingerprints(),
                        entry.secretFingerprints(),
                        before.revision(),
                        entry.noLogin()))
                .orElse(entry);
    }

    private static boolean haveOneInCommon(Map<String, String> some, Map<String, String> others) {
        return some.entrySet().stream().anyMatch(others.entrySet()::contains);
    }
}
