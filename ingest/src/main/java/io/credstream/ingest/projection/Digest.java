package io.credstream.ingest.projection;

import io.credstream.avro.AvroSerde;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Manifest;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Whether two projections say the same, as a digest for the inventory: SHA-256 of the Avro encoding without version and cause.
 *
 * <p>The encoding begins with the schema's fingerprint, so whatever a new version of a schema adds is reported once for all
 * objects.
 */
public final class Digest {
    private static final Cause NO_CAUSE = new Cause.Request("", "");
    private static final AvroSerde<Credential> CREDENTIALS = AvroSerde.of(Credential.class);
    private static final AvroSerde<Template> TEMPLATES = AvroSerde.of(Template.class);
    private static final AvroSerde<Manifest> MANIFESTS = AvroSerde.of(Manifest.class);

    private Digest() {}

    /** 64 hex digits. */
    public static String of(Versioned projection) {
        return switch (projection) {
            case Credential credential -> sha256(CREDENTIALS.encode(timeless(credential)));
            case Template template -> sha256(TEMPLATES.encode(timeless(template)));
            case Manifest manifest -> sha256(MANIFESTS.encode(timeless(manifest)));
        };
    }

    private static Credential timeless(Credential c) {
        return new Credential(
                c.ref(),
                c.uid(),
                Version.NONE,
                c.labels(),
                c.registries(),
                c.fingerprints(),
                c.expiresAt(),
                c.problem(),
                NO_CAUSE);
    }

    private static Template timeless(Template t) {
        return new Template(
                t.ref(),
                t.uid(),
                Version.NONE,
                t.component(),
                t.componentVersion(),
                t.moduleName(),
                t.channel(),
                t.mandatory(),
                t.repository(),
                t.layers(),
                t.problem(),
                NO_CAUSE);
    }

    private static Manifest timeless(Manifest m) {
        return new Manifest(
                m.ref(),
                m.uid(),
                Version.NONE,
                m.component(),
                m.componentVersion(),
                m.moduleName(),
                m.channel(),
                m.kyma(),
                m.remoteTemplate(),
                m.deleting(),
                m.skipReconciliation(),
                m.annotated(),
                m.layers(),
                m.annotations(),
                m.verdict(),
                NO_CAUSE);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
