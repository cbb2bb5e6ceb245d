package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.model.Credential;
import io.credstream.model.Fingerprinting;
import io.credstream.model.RegistryEntry;
import io.credstream.read.TopicRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A docker-registry Secret, without its data. */
record CredentialRow(
        @Documented("where it is") String cluster,
        @Documented("where it is") String namespace,
        @Documented("of the Secret") String name,
        @Documented("of the Secret") String uid,
        @Documented("at which it was observed") String resourceVersion,
        @Documented("by which templates select it") Map<String, String> labels,

        @Documented("per registry: registry, revision, fingerprints, secretFingerprints (by key id)")
        List<RegistryRow> registries,

        @Documented("of the whole content, by key id") Map<String, String> fingerprints,

        @Documented("secrets of its logins beside those that clients prefer: registry, fingerprints (by key id)")
        List<FurtherRow> furtherSecrets,

        @Documented("fields of its logins of whose secrets each has a fingerprint; null in records of earlier versions")
        @Nullable
        List<String> covered,

        @Documented("the earliest expiry that it or one of its tokens states") @Nullable
        String expiresAt,

        @Documented("WrongType, MissingData, Malformed, or null") @Nullable
        String problem,

        @Documented("how many Manifests have a layer that selects it")
        int usedBy,

        @Documented("what the record follows from") String cause,
        @Documented("when it was recorded") String recordedAt)
        implements Row {

    /** One registry. */
    record RegistryRow(
            String registry,
            String revision,
            Map<String, String> fingerprints,
            Map<String, String> secretFingerprints) {}

    /** A secret that clients do not prefer; it is for no registry where its login names none. */
    record FurtherRow(String registry, Map<String, String> fingerprints) {}

    static final List<Column<CredentialRow>> COLUMNS = List.of(
            Column.of("CLUSTER", CredentialRow::cluster),
            Column.of("CREDENTIAL", row -> row.namespace() + "/" + row.name()),
            Column.of("REGISTRIES", CredentialRow::registryNames),
            Column.of("EXPIRES", row -> Cells.expiry(row.expiresAt())),
            Column.of("PROBLEM", CredentialRow::problem).styled(Cells::ofTrouble),
            Column.of("USED-BY", row -> "" + row.usedBy()),
            Column.wide("LABELS", row -> Cells.labels(row.labels())),
            Column.wide("FINGERPRINT", CredentialRow::shortFingerprint),
            Column.of("AGE", row -> Cells.age(row.recordedAt())));

    static CredentialRow of(TopicRecord.Value<Credential> record, int usedBy) {
        Credential credential = record.value();
        Credential.Problem problem = credential.problem();
        Fingerprinting fingerprinting = credential.fingerprinting();
        return new CredentialRow(
                credential.ref().cluster(),
                credential.ref().namespace(),
                credential.ref().name(),
                credential.uid(),
                credential.version().resourceVersion(),
                credential.labels(),
                credential.registries().stream().map(CredentialRow::registry).toList(),
                credential.fingerprints(),
                credential.furtherSecrets().stream()
                        .map(secret -> new FurtherRow(secret.registry(), secret.fingerprints()))
                        .toList(),
                fingerprinting == null
                        ? null
                        : fingerprinting.covered().stream()
                                .map(Fingerprinting.Field::display)
                                .toList(),
                credential.expiresAt() == null ? null : credential.expiresAt().toString(),
                problem == null ? null : Cells.words(problem),
                usedBy,
                credential.cause().describe(),
                record.time().toString());
    }

    private static RegistryRow registry(RegistryEntry entry) {
        return new RegistryRow(entry.registry(), entry.revision(), entry.fingerprints(), entry.secretFingerprints());
    }

    private @Nullable String registryNames() {
        return registries.stream().map(RegistryRow::registry).collect(Collectors.joining(","));
    }

    private @Nullable String shortFingerprint() {
        return fingerprints.entrySet().stream()
                .map(e -> e.getKey() + ":"
                        + e.getValue().substring(0, Math.min(12, e.getValue().length())))
                .collect(Collectors.joining(","));
    }
}
