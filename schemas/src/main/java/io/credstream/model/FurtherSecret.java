package io.credstream.model;

import java.util.Map;

/**
 * A secret that a login holds beside the one that clients prefer: a password beside a token, or one that {@code auth} or a later
 * field of the same name overrides.
 *
 * @param registry that the login is for, as {@link RegistryEntry#registry()}; empty where it names none
 * @param fingerprints by key id, of the secret alone: comparable with {@link RegistryEntry#secretFingerprints()}
 */
public record FurtherSecret(String registry, Map<String, String> fingerprints) {

    public FurtherSecret {
        fingerprints = Sorted.copyOf(fingerprints);
    }
}
