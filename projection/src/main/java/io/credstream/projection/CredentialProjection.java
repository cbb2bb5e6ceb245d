package io.credstream.projection;

import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.util.List;
import java.util.Optional;

/**
 * A Secret as a credential. Of its metadata only the labels are projected: annotations can hold the whole Secret once more
 * ({@code kubectl.kubernetes.io/last-applied-configuration}).
 */
final class CredentialProjection {
    /** Annotation with the time at which the credential stops working, in RFC 3339 with an offset: {@code 2030-01-31T12:00:00Z}. */
    static final String EXPIRES_AT = "credstream.io/expires-at";

    private CredentialProjection() {}

    static Optional<Credential> of(Observed secret, List<RegistryEntry> previous, SecretReader reader) {
        return secret.ref().map(ref -> credential(secret, ref, previous, reader));
    }

    private static Credential credential(
            Observed secret, ObjectRef ref, List<RegistryEntry> previous, SecretReader reader) {
        SecretFacts facts = reader.read(
                Json.text(secret.object().path("type")),
                secret.object().path("data"),
                secret.annotation(EXPIRES_AT),
                previous);
        return new Credential(
                ref,
                secret.uid(),
                secret.version(),
                secret.labels(),
                facts.registries(),
                facts.fingerprints(),
                facts.expiresAt(),
                facts.problem(),
                facts.furtherSecrets(),
                facts.fingerprinting(),
                facts.flaw(),
                facts.remarks(),
                secret.cause());
    }
}
