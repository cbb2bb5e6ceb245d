package io.credstream.cli.get;

import io.credstream.audit.Fleet;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
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
            "  credstream get credentials -o json | jq '.[] | select(.problem)'"
        })
final class CredentialsCommand extends Question<CredentialRow> {

    CredentialsCommand() {
        super(CredentialRow.class, "credentials");
    }

    @Override
    List<CredentialRow> rows(LogReader log) {
        Fleet fleet = log.fleet();
        var users = fleet.users();
        return fleet.facts().latest(log.topics().credentials()).records().values().stream()
                .map(record -> CredentialRow.of(
                        record,
                        users.getOrDefault(record.value().ref(), Collections.emptySortedSet())
                                .size()))
                .toList();
    }

    @Override
    List<Column<CredentialRow>> columns() {
        return CredentialRow.COLUMNS;
    }
}
