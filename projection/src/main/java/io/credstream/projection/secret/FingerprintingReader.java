package io.credstream.projection.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Credential.Flaw;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Credential.Remark;
import io.credstream.model.Fingerprinting;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.FurtherSecret;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import io.credstream.projection.SecretReader;
import java.time.Instant;
import java.util.ArrayList;
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
 * that, only sizes are bounded: what is recorded of a Secret has to fit into a record.
 */
final class FingerprintingReader implements SecretReader {
    /** Longest data that is decoded, in characters of base64; Kubernetes allows a Secret 1 MiB in all. */
    static final int MAX_ENCODED = 2 << 20;

    /** Bytes that the names and fingerprints of a Secret's entries, and then of its further secrets, may take; {@link Remark#ENTRIES_LEFT_OUT} names the number. */
    static final int MAX_ENTRY_BYTES = 640 << 10;

    /** What an entry takes beside its name and its fingerprints. */
    private static final int ENTRY_OVERHEAD = 32;

    private static final int BASE64_GROUP = 4;

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
        StatedExpiry stated = StatedExpiry.parse(statedExpiry);
        Optional<DockerConfigFormat> format = DockerConfigFormat.ofType(type);
        if (format.isEmpty()) {
            return unusable(Problem.WRONG_TYPE, null, stated);
        }
        JsonNode encoded = data.path(format.get().dataKey());
        if (encoded.isMissingNode()
                || encoded.isNull()
                || (encoded.isTextual() && encoded.textValue().isEmpty())) {
            return unusable(Problem.MISSING_DATA, null, stated);
        }
        try {
            return facts(logins(format.get(), encoded), stated, previous);
        } catch (MalformedSecret malformed) {
            return unusable(Problem.MALFORMED, malformed.flaw(), stated);
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

    private SecretFacts facts(Logins read, StatedExpiry stated, List<RegistryEntry> previous) {
        List<RegistryEntry> entries = entries(read.logins(), previous);
        boolean whole = entries.size() == read.logins().size();
        Optional<Instant> expiry = Stream.concat(
                        stated.time().stream(),
                        read.logins().stream().flatMap(Login::secrets).flatMap(TokenExpiry::of))
                .min(Comparator.naturalOrder());
        Set<Logins.Held> held = read.further();
        List<FurtherSecret> further = further(held, MAX_ENTRY_BYTES - size(entries));
        List<Remark> remarks = new ArrayList<>();
        if (read.nameless()) {
            remarks.add(Remark.NAMELESS_ENTRY);
        }
        if (!whole) {
            remarks.add(Remark.ENTRIES_LEFT_OUT);
        }
        stated.remark().ifPresent(remarks::add);
        return new SecretFacts(
                entries,
                fingerprints.whole(read.logins()),
                expiry.orElse(null),
                null,
                null,
                remarks,
                further,
                fingerprinting(whole && further.size() == held.size()));
    }

    /** As many as fit into a record. */
    private List<RegistryEntry> entries(List<Login> logins, List<RegistryEntry> previous) {
        List<RegistryEntry> entries = new ArrayList<>();
        int left = MAX_ENTRY_BYTES;
        for (Login login : logins) {
            RegistryEntry entry =
                    Revisions.carryOver(fingerprints.entry(login), fingerprints.asBefore(login), previous);
            left -= size(entry);
            if (left < 0) {
                return entries;
            }
            entries.add(entry);
        }
        return entries;
    }

    private List<FurtherSecret> further(Set<Logins.Held> held, int room) {
        List<FurtherSecret> further = new ArrayList<>();
        int left = room;
        for (Logins.Held secret : held) {
            FurtherSecret fingerprinted = fingerprints.further(secret);
            left -= size(fingerprinted.registry(), fingerprinted.fingerprints());
            if (left < 0) {
                break;
            }
            further.add(fingerprinted);
        }
        further.sort(Comparator.comparing(FurtherSecret::registry)
                .thenComparing(secret -> secret.fingerprints().toString()));
        return further;
    }

    private static int size(List<RegistryEntry> entries) {
        return entries.stream().mapToInt(FingerprintingReader::size).sum();
    }

    private static int size(RegistryEntry entry) {
        return size(entry.registry(), entry.fingerprints()) + size("", entry.secretFingerprints());
    }

    private static int size(String registry, Map<String, String> fingerprints) {
        int size = ENTRY_OVERHEAD + ByteText.encode(registry).length;
        for (Map.Entry<String, String> byKey : fingerprints.entrySet()) {
            size += byKey.getKey().length() + byKey.getValue().length();
        }
        return size;
    }

    private SecretFacts unusable(Problem problem, @Nullable Flaw flaw, StatedExpiry stated) {
        return new SecretFacts(
                List.of(),
                Map.of(),
                stated.time().orElse(null),
                problem,
                flaw,
                stated.remark().stream().toList(),
                List.of(),
                fingerprinting(problem == Problem.MISSING_DATA));
    }

    private Fingerprinting fingerprinting(boolean complete) {
        return new Fingerprinting(fingerprints.currentKey(), complete ? List.of(Field.values()) : List.of());
    }

    /** As an API server does: line breaks are passed over, padding is not. */
    private static byte[] decode(JsonNode encoded) throws MalformedSecret {
        if (!encoded.isTextual()) {
            throw new MalformedSecret(Flaw.NOT_BASE64);
        }
        String text = encoded.textValue().replace("\n", "").replace("\r", "");
        if (text.length() > MAX_ENCODED) {
            throw new MalformedSecret(Flaw.TOO_LONG);
        }
        if (text.length() % BASE64_GROUP != 0) {
            throw new MalformedSecret(Flaw.NOT_BASE64);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException quotesContent) {
            throw new MalformedSecret(Flaw.NOT_BASE64);
        }
    }
}
