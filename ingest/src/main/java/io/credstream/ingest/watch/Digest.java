package io.credstream.ingest.watch;

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
 *
 * @param hex 64 hex digits
 * @param bytes of the encoding
 */
public record Digest(String hex, int bytes) {
    private static final Cause NO_CAUSE = new Cause.Request("", "");
    private static final AvroSerde<Credential> CREDENTIALS = AvroSerde.of(Credential.class);
    private static final AvroSerde<Template> TEMPLATES = AvroSerde.of(Template.class);
    private static final AvroSerde<Manifest> MANIFESTS = AvroSerde.of(Manifest.class);

    /** Of a projection. */
    public static Digest of(Versioned projection) {
        return switch (projection) {
            case Credential credential -> sha256(CREDENTIALS.encode(credential.observedAt(Version.NONE, NO_CAUSE)));
            case Template template -> sha256(TEMPLATES.encode(template.observedAt(Version.NONE, NO_CAUSE)));
            case Manifest manifest -> sha256(MANIFESTS.encode(manifest.observedAt(Version.NONE, NO_CAUSE)));
        };
    }

    private static Digest sha256(byte[] bytes) {
        try {
            return new Digest(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
                    bytes.length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
