package io.credstream.audit.rotation;

import io.credstream.model.Credential;
import io.credstream.model.FurtherSecret;
import io.credstream.model.RegistryEntry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets, known by their fingerprints alone.
 *
 * @param fingerprints each as {@code key-id:fingerprint}; of one secret there may be several, under several keys
 */
public record Secrets(Set<String> fingerprints) {

    public Secrets {
        fingerprints = Set.copyOf(fingerprints);
    }

    /** All that a credential holds, whether clients use it or not. */
    public static Secrets of(Credential credential) {
        return new Secrets(Stream.concat(
                        credential.registries().stream().flatMap(Secrets::fingerprints),
                        credential.furtherSecrets().stream().flatMap(Secrets::fingerprints))
                .collect(Collectors.toSet()));
    }

    /** Those of these that are not among the others. */
    public Secrets without(Secrets others) {
        return new Secrets(fingerprints.stream()
                .filter(fingerprint -> !others.fingerprints.contains(fingerprint))
                .collect(Collectors.toSet()));
    }

    public boolean isEmpty() {
        return fingerprints.isEmpty();
    }

    /** Whether one of them is in an entry. */
    public boolean isIn(RegistryEntry entry) {
        return fingerprints(entry).anyMatch(fingerprints::contains);
    }

    /** Whether it is one of them. */
    public boolean isIn(FurtherSecret secret) {
        return fingerprints(secret).anyMatch(fingerprints::contains);
    }

    public boolean isIn(Credential credential) {
        return credential.registries().stream().anyMatch(this::isIn)
                || credential.furtherSecrets().stream().anyMatch(this::isIn);
    }

    private static Stream<String> fingerprints(RegistryEntry entry) {
        return entry.secretFingerprints().entrySet().stream().map(Secrets::text);
    }

    private static Stream<String> fingerprints(FurtherSecret secret) {
        return secret.fingerprints().entrySet().stream().map(Secrets::text);
    }

    private static String text(Map.Entry<String, String> fingerprint) {
        return fingerprint.getKey() + ":" + fingerprint.getValue();
    }
}
