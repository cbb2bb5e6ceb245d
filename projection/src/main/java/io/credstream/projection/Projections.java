package io.credstream.projection;

import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Versioned;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * From objects to records: one pure function per kind. Each is empty for an object that does not count there, and never throws
 * for what an object contains.
 */
public final class Projections implements Projection {
    private final SecretReader secrets;

    public Projections(SecretReader secrets) {
        this.secrets = Objects.requireNonNull(secrets);
    }

    @Override
    public Optional<? extends Versioned> project(Kind kind, Observed observed, List<RegistryEntry> previous) {
        return switch (kind) {
            case SECRET -> credential(observed, previous);
            case MODULE_TEMPLATE -> template(observed);
            case MANIFEST -> manifest(observed);
        };
    }

    /** A Secret that counts (R7): in an allowed namespace, and no kubeconfig of a runtime. */
    public Optional<Credential> credential(Observed observed, List<RegistryEntry> previous) {
        return CredentialProjection.of(observed, previous, secrets);
    }

    @Override
    public Optional<Claim> claim(Observed secret) {
        String kyma = secret.labels().get(Kyma.KYMA_NAME);
        return kyma == null
                ? Optional.empty()
                : secret.ref()
                        .map(ref -> new Claim(
                                ref,
                                kyma,
                                secrets.kubeconfigRevisions(secret.object().path("data")),
                                secret.cause()));
    }

    /** A ModuleTemplate (R1–R5); empty for lifecycle-manager's copies on runtimes (R6). */
    public static Optional<Template> template(Observed observed) {
        return TemplateProjection.of(observed);
    }

    /** A Manifest: what R9 to R13 and R18 look at. */
    public static Optional<Manifest> manifest(Observed observed) {
        return ManifestProjection.of(observed);
    }
}
