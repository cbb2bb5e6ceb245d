package io.credstream.testkit.model;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a Secret: no labels, no registries, no problem unless told otherwise. */
public final class CredentialBuilder {

    private final ObjectRef ref;
    private String uid = "uid";
    private Version version = new Version(1, "7");
    private Map<String, String> labels = Map.of();
    private List<RegistryEntry> registries = List.of();
    private Map<String, String> fingerprints = Map.of();
    private @Nullable Problem problem;
    private @Nullable Cause cause;

    private CredentialBuilder(ObjectRef ref) {
        this.ref = ref;
    }

    public static CredentialBuilder of(ObjectRef ref) {
        return new CredentialBuilder(ref);
    }

    public CredentialBuilder uid(String other) {
        uid = other;
        return this;
    }

    public CredentialBuilder at(Version other) {
        version = other;
        return this;
    }

    public CredentialBuilder labels(Map<String, String> all) {
        labels = all;
        return this;
    }

    public CredentialBuilder registries(RegistryEntry... all) {
        registries = List.of(all);
        return this;
    }

    /** Of the whole Secret, by the key that they are made with. */
    public CredentialBuilder fingerprints(Map<String, String> all) {
        fingerprints = all;
        return this;
    }

    /** It is for one registry, and that word is its content, its fingerprint under the key {@code k1}, and its revision. */
    public CredentialBuilder content(String registry, String word) {
        Map<String, String> fingerprint = Map.of("k1", word);
        return registries(new RegistryEntry(registry, fingerprint, fingerprint, word))
                .fingerprints(fingerprint);
    }

    public CredentialBuilder problem(@Nullable Problem found) {
        problem = found;
        return this;
    }

    /** Why it is known; an observation at its version unless told otherwise. */
    public CredentialBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    public Credential build() {
        Cause why =
                cause == null ? new Cause.Observation(ref.cluster(), Kind.SECRET, version.resourceVersion()) : cause;
        return new Credential(ref, uid, version, labels, registries, fingerprints, null, problem, why);
    }
}
