package io.credstream.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One registry that a credential is for.
 *
 * @param registry as the Secret spells it (a host glob, optionally with port and path), without user info
 * @param fingerprints by key id, of registry, user and secret
 * @param secretFingerprints by key id, of the secret alone: tells where one secret is used in several places
 * @param plainHttp whether the Secret spells it with {@code http://}: the keychain does not care, people mean something by it
 * @param revision an opaque token that changes if and only if the content changes, whatever happens to the fingerprint key
 * @param noLogin why lifecycle-manager pulls anonymously with it; absent where it does not
 */
public record RegistryEntry(
        String registry,
        boolean plainHttp,
        Map<String, String> fingerprints,
        Map<String, String> secretFingerprints,
        String revision,
        @Nullable NoLogin noLogin) {

    public RegistryEntry {
        fingerprints = Sorted.copyOf(fingerprints);
        secretFingerprints = Sorted.copyOf(secretFingerprints);
    }

    /** Of an entry with a login. */
    public RegistryEntry(
            String registry,
            boolean plainHttp,
            Map<String, String> fingerprints,
            Map<String, String> secretFingerprints,
            String revision) {
        this(registry, plainHttp, fingerprints, secretFingerprints, revision, null);
    }

    /** Of an entry with a login that is not spelled with {@code http://}. */
    public RegistryEntry(
            String registry,
            Map<String, String> fingerprints,
            Map<String, String> secretFingerprints,
            String revision) {
        this(registry, false, fingerprints, secretFingerprints, revision);
    }

    /** What an entry lacks: nobody is logged in with half a login, and without a token. */
    public enum NoLogin {
        EMPTY("no user, password or token"),
        NO_PASSWORD("a user without a password"),
        NO_USER("a password without a user");

        private final String display;

        NoLogin(String display) {
            this.display = display;
        }

        /** What it has, to be read after "has". */
        public String display() {
            return display;
        }
    }
}
