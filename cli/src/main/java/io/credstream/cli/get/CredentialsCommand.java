package io.credstream.cli.get;

import io.credstream.audit.Fleet;
import io.credstream.audit.answer.CredentialAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "credentials",
        header =
                "The labelled docker-registry Secrets: for which registries, until when, and used by how many Manifests.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get credentials",
            "  credstream get credentials kcp-system/registry --cluster kcp-eu -o wide",
            "  credstream get credentials -o json | jq '.items[] | select(.problem)'"
        })
final class CredentialsCommand extends Question<CredentialAnswer> {

    private static final List<Column<CredentialAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.credential().ref().cluster()),
            Column.of("CREDENTIAL", row -> Cells.name(row.credential().ref())),
            Column.of(
                    "REGISTRIES",
                    row -> row.credential().registries().stream()
                            .map(RegistryEntry::registry)
                            .toList()),
            Column.of("EXPIRES", row -> Cells.expiry(row.credential().expiresAt())),
            Column.<CredentialAnswer>of("PROBLEM", row -> row.credential().problem())
                    .styled(Cells::ofTrouble),
            Column.of("USED-BY", CredentialAnswer::usedBy),
            Column.wide("LABELS", row -> Cells.labels(row.credential().labels())),
            Column.wide("FINGERPRINT", row -> fingerprints(row.credential())),
            Column.of("AGE", row -> Cells.age(row.observed().time())));

    CredentialsCommand() {
        super("credentials");
    }

    @Override
    List<CredentialAnswer> rows(LogReader log) {
        Fleet fleet = log.fleet();
        var users = fleet.users();
        return fleet.facts().latest(log.topics().credentials()).records().values().stream()
                .map(record -> new CredentialAnswer(
                        record,
                        users.getOrDefault(record.value().ref(), Collections.emptySortedSet())
                                .size()))
                .toList();
    }

    @Override
    Place place(CredentialAnswer row) {
        return Place.of(row.credential().ref());
    }

    @Override
    List<Column<CredentialAnswer>> columns() {
        return COLUMNS;
    }

    private static List<String> fingerprints(Credential credential) {
        return credential.fingerprints().entrySet().stream()
                .map(e -> e.getKey() + ":"
                        + e.getValue().substring(0, Math.min(12, e.getValue().length())))
                .toList();
    }
}
