package io.credstream.model;

import java.util.Map;

/**
 * One registry that a credential is for.
 *
 * @param registry as the Secret spells it (a host glob, optionally with port and path), without user info
 * @param fingerprints by key id, of registry, user and secret
 * @param secretFingerprints by key id, of the secret alone: tells where one secret is used in several places
 * @param plainHttp whether the Secret spells it with {@code http://}: the keychain does not care, people mean something by it
 * @param revision an opaque token that changes if and only if the content changes, whatever happens to the fingerprint key
 */
public record RegistryEntry(
        String registry,
        boolean plainHttp,
        Map<String, String> fingerprints,
        Map<String, String> secretFingerprints,
        String revision) {

    public RegistryEntry {
        fingerprints = Sorted.copyOf(fingerprints);
        secretFingerprints = Sorted.copyOf(secretFingerprints);
    }

    /** Of an entry that is not spelled with {@code http://}. */
    public RegistryEntry(
            String registry,
            Map<String, String> fingerprints,
            Map<String, String> secretFingerprints,
            String revision) {
        this(registry, false, fingerprints, secretFingerprints, revision);
    }
}
