package io.credstream.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A docker-registry Secret, without a byte of its data.
 *
 * @param registries what it holds, one entry per registry, in order of the registry's name
 * @param fingerprints of the whole content, by key id
 * @param expiresAt the earliest expiry that the Secret or one of its tokens states
 * @param problem why it cannot be used, or absent
 * @param furtherSecrets what its logins hold beside the secrets that clients prefer; it makes no difference to revisions
 * @param fingerprinting how its logins were fingerprinted; absent in records of the first schema, where of each login only the
 *     secret that clients prefer has a fingerprint, and bytes that are not UTF-8 are not told apart
 */
public record Credential(
        ObjectRef ref,
        String uid,
        Version version,
        Map<String, String> labels,
        List<RegistryEntry> registries,
        Map<String, String> fingerprints,
        @Nullable Instant expiresAt,
        @Nullable Problem problem,
        List<FurtherSecret> furtherSecrets,
        @Nullable Fingerprinting fingerprinting,
        Cause cause)
        implements Versioned {

    public Credential {
        labels = Sorted.copyOf(labels);
        registries = List.copyOf(registries);
        fingerprints = Sorted.copyOf(fingerprints);
        furtherSecrets = List.copyOf(furtherSecrets);
    }

    /** As the first schema had it. */
    public Credential(
            ObjectRef ref,
            String uid,
            Version version,
            Map<String, String> labels,
            List<RegistryEntry> registries,
            Map<String, String> fingerprints,
            @Nullable Instant expiresAt,
            @Nullable Problem problem,
            Cause cause) {
        this(ref, uid, version, labels, registries, fingerprints, expiresAt, problem, List.of(), null, cause);
    }

    @Override
    public Credential observedAt(Version version, Cause cause) {
        return new Credential(
                ref,
                uid,
                version,
                labels,
                registries,
                fingerprints,
                expiresAt,
                problem,
                furtherSecrets,
                fingerprinting,
                cause);
    }

    /** Why a Secret that passes the label filter is of no use (R7). */
    public enum Problem {
        /** Another type than {@code kubernetes.io/dockerconfigjson} and {@code kubernetes.io/dockercfg}: matches, never covers. */
        WRONG_TYPE,
        /** The data key that its type demands is missing. */
        MISSING_DATA,
        /** The data is no JSON of the form that its type demands. */
        MALFORMED
    }
}
