package io.credstream.projection.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Fingerprinting;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.FurtherSecret;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import io.credstream.projection.SecretReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints what it reads, under the keys that it is given.
 *
 * <p>What is malformed is what lifecycle-manager cannot read either, and then fails every credential beside it (R7, R10). Beyond
 * that, only sizes are bounded.
 */
final class FingerprintingReader implements SecretReader {
    /** Longest data that is decoded, in characters of base64; Kubernetes allows a Secret 1 MiB in all. */
    static final int MAX_ENCODED = 2 << 20;

    /** Secrets beside those that clients prefer. No docker config of this world has more; one that does is not covered. */
    static final int MAX_FURTHER = 500;

    /** Where lifecycle-manager keeps the kubeconfig of a runtime. */
    private static final String KUBECONFIG_KEY = "config";

    private final Fingerprints fingerprints;

    FingerprintingReader(FingerprintKeys keys) {
        fingerprints = new Fingerprints(keys);
    }

    @Override
    public SecretFacts read(
            @Nullable String type, JsonNode data, @Nullable String statedExpiry, List<RegistryEntry> previous) {
        Objects.requireNonNull(previous);
        Optional<Instant> stated = instant(statedExpiry);
        Optional<DockerConfigFormat> format = DockerConfigFormat.ofType(type);
        if (format.isEmpty()) {
            return unusable(Problem.WRONG_TYPE, stated);
        }
        JsonNode encoded = data.path(format.get().dataKey());
        if (encoded.isMissingNode()
                || encoded.isNull()
                || (encoded.isTextual() && encoded.textValue().isEmpty())) {
            return unusable(Problem.MISSING_DATA, stated);
        }
        try {
            return facts(logins(format.get(), encoded), stated, previous);
        } catch (MalformedSecret malformed) {
            return unusable(Problem.MALFORMED, stated);
        }
    }

    @Override
    public List<String> kubeconfigRevisions(JsonNode data) {
        JsonNode encoded = data.path(KUBECONFIG_KEY);
        return fingerprints.kubeconfig(
                encoded.isTextual()
                        ? encoded.textValue()
                        : encoded.getNodeType().name());
    }

    private static Logins logins(DockerConfigFormat format, JsonNode encoded) throws MalformedSecret {
        byte[] document = decode(encoded);
        try {
            return format.parse(document);
        } finally {
            Arrays.fill(document, (byte) 0);
        }
    }

    private SecretFacts facts(Logins read, Optional<Instant> stated, List<RegistryEntry> previous) {
        List<RegistryEntry> entries = read.logins().stream()
                .map(login -> Revisions.carryOver(fingerprints.entry(login), fingerprints.asBefore(login), previous))
                .toList();
        Optional<Instant> expiry = Stream.concat(
                        stated.stream(),
                        read.logins().stream().flatMap(Login::secrets).flatMap(TokenExpiry::of))
                .min(Comparator.naturalOrder());
        Set<Logins.Held> further = read.further();
        return new SecretFacts(
                entries,
                fingerprints.whole(read.logins()),
                expiry.orElse(null),
                null,
                further.stream()
                        .limit(MAX_FURTHER)
                        .map(fingerprints::further)
                        .sorted(Comparator.comparing(FurtherSecret::registry)
                                .thenComparing(secret -> secret.fingerprints().toString()))
                        .toList(),
                fingerprinting(further.size() <= MAX_FURTHER));
    }

    private SecretFacts unusable(Problem problem, Optional<Instant> stated) {
        return new SecretFacts(
                List.of(),
                Map.of(),
                stated.orElse(null),
                problem,
                List.of(),
                fingerprinting(problem == Problem.MISSING_DATA));
    }

    private Fingerprinting fingerprinting(boolean complete) {
        return new Fingerprinting(fingerprints.currentKey(), complete ? List.of(Field.values()) : List.of());
    }

    private static byte[] decode(JsonNode encoded) throws MalformedSecret {
        if (!encoded.isTextual() || encoded.textValue().length() > MAX_ENCODED) {
            throw new MalformedSecret();
        }
        try {
            return Base64.getDecoder().decode(encoded.textValue());
        } catch (IllegalArgumentException quotesContent) {
            throw new MalformedSecret();
        }
    }

    private static Optional<Instant> instant(@Nullable String rfc3339) {
        if (rfc3339 == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(rfc3339.strip()).toInstant());
        } catch (DateTimeException ignoredAsDocumented) {
            return Optional.empty();
        }
    }
}
