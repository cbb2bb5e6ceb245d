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
 * @param flaw what is wrong with the data where the problem is that they are malformed; absent in records of the second schema
 * @param remarks what somebody should know about it although it can be used
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
        @Nullable Flaw flaw,
        List<Remark> remarks,
        Cause cause)
        implements Versioned {

    public Credential {
        labels = Sorted.copyOf(labels);
        registries = List.copyOf(registries);
        fingerprints = Sorted.copyOf(fingerprints);
        furtherSecrets = List.copyOf(furtherSecrets);
        remarks = List.copyOf(remarks);
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
        this(
                ref,
                uid,
                version,
                labels,
                registries,
                fingerprints,
                expiresAt,
                problem,
                List.of(),
                null,
                null,
                List.of(),
                cause);
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
                flaw,
                remarks,
                cause);
    }

    /** Why a Secret that passes the label filter is of no use (R7). */
    public enum Problem {
        /** Another type than {@code kubernetes.io/dockerconfigjson} and {@code kubernetes.io/dockercfg}: matches, never covers. */
        WRONG_TYPE,
        /** The data key that its type demands is missing. */
        MISSING_DATA,
        /** The data cannot be read as its type demands: see {@link Flaw}. */
        MALFORMED
    }

    /** What is wrong with malformed data. Each is an error in lifecycle-manager as well, but for the last one. */
    public enum Flaw {
        NOT_BASE64("has data that are not base64"),
        NOT_JSON("has data that are not valid JSON"),
        NOT_AN_OBJECT("has data that are not a JSON object"),
        AUTHS_NOT_AN_OBJECT("has a field auths that is not an object"),
        LOGIN_NOT_AN_OBJECT("has an entry for a registry that is not an object"),
        FIELD_NOT_TEXT("has an entry whose username, password, auth or token is not a string"),
        AUTH_NOT_BASE64("has an entry whose field auth is not base64"),
        AUTH_WITHOUT_COLON("has an entry whose field auth is not user:password in base64: it lacks the colon"),
        KEY_NOT_AN_ADDRESS("has an entry under a key that cannot be parsed as the address of a registry"),
        TOO_LONG("has data longer than the 1 MiB that Kubernetes allows, which Credstream does not read");

        private final String display;

        Flaw(String display) {
            this.display = display;
        }

        /** A sentence for a person, to be read after the name of the Secret. */
        public String display() {
            return display;
        }
    }

    /** What makes a Secret less than it seems. */
    public enum Remark {
        NAMELESS_ENTRY(
                "has an entry under a key that names no registry, which is never used",
                "write host[:port][/path] as its key"),
        ENTRIES_LEFT_OUT(
                "has more entries than Credstream records of one Secret (640 KiB of names and fingerprints): it knows the first"
                        + " ones only, while lifecycle-manager reads all of them",
                "split the Secret"),
        MALFORMED_EXPIRY(
                "has an annotation credstream.io/expires-at that is not a time, and is ignored",
                "write a time in RFC 3339, such as 2030-01-31T12:00:00Z");

        private final String display;
        private final String fix;

        Remark(String display, String fix) {
            this.display = display;
            this.fix = fix;
        }

        /** A sentence for a person, to be read after the name of the Secret. */
        public String display() {
            return display;
        }

        /** What to do about it. */
        public String fix() {
            return fix;
        }
    }
}
