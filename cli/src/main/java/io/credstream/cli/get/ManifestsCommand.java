package io.credstream.cli.get;

import io.credstream.audit.Fleet;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "manifests",
        header = "The Manifests: the selectors on them, what they amount to, and what lifecycle-manager makes of it.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get manifests",
            "  credstream get manifests --cluster kcp-eu 'a1b2-*'",
            "  credstream get manifests --at 24h                 as they were a day ago",
            "  credstream get manifests -o wide                  with the template, and why one is left alone",
            "  credstream get manifests -o json | jq '.[] | select(.state != \"Bound\") | {name, state}'"
        })
final class ManifestsCommand extends Question<ManifestRow> {

    ManifestsCommand() {
        super(ManifestRow.class, "manifests");
    }

    @Override
    List<ManifestRow> rows(LogReader log) {
        Fleet fleet = log.fleet();
        return fleet.outcomes(fleet.manifests()).stream().map(ManifestRow::of).toList();
    }

    @Override
    List<Column<ManifestRow>> columns() {
        return ManifestRow.COLUMNS;
    }
}
