package io.credstream.projection;

import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * From objects to records, by the settings in force: one pure function per kind. Empty for an object of which ingest reports nothing;
 * never throws for what an object contains.
 */
public final class Projections implements Projection {
    private final SecretSelector selector;
    private final SecretReader secrets;

    /**
     * @param selector of the Secrets that are asked for
     * @param secrets says what may be said of their data
     */
    public Projections(SecretSelector selector, SecretReader secrets) {
        this.selector = selector;
        this.secrets = secrets;
    }

    @Override
    public Optional<? extends Versioned> project(Kind kind, Observed observed, List<RegistryEntry> previous) {
        return exclusions(kind, observed).isEmpty() ? record(kind, observed, previous) : Optional.empty();
    }

    private Optional<? extends Versioned> record(Kind kind, Observed observed, List<RegistryEntry> previous) {
        return switch (kind) {
            case SECRET -> credential(observed, previous);
            case MODULE_TEMPLATE -> template(observed);
            case MANIFEST -> manifest(observed);
        };
    }

    /** Why nothing is reported of an object; empty if something is. */
    public List<Exclusion> exclusions(Kind kind, Observed observed) {
        return Exclusion.of(kind, observed, selector);
    }

    /** What a Secret is as a credential, whether or not it is excluded (R7). */
    public Optional<Credential> credential(Observed observed, List<RegistryEntry> previous) {
        return CredentialProjection.of(observed, previous, secrets);
    }

    /** What a ModuleTemplate says (R1–R5), whether or not it is excluded (R6). */
    public static Optional<Template> template(Observed observed) {
        return TemplateProjection.of(observed);
    }

    /** What R9 to R13 and R18 look at of a Manifest, whether or not it is excluded. */
    public static Optional<Manifest> manifest(Observed observed) {
        return ManifestProjection.of(observed);
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
}
