package io.credstream.cli.get;

import io.credstream.audit.Facts;
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
            "  credstream get manifests --watch                  and how that changes",
            "  credstream get manifests --at 24h                 as they were a day ago",
            "  credstream get manifests -o wide                  with the template, and why one is left alone",
            "  credstream get manifests -o json | jq '.[] | select(.state != \"Bound\") | {name, state}'"
        })
final class ManifestsCommand extends LiveQuestion<ManifestRow> {

    ManifestsCommand() {
        super(ManifestRow.class, "manifests");
    }

    @Override
    Live<ManifestRow> live(LogReader log) {
        Fleet fleet = log.fleet();
        return new Live<>(
                Facts.of(log.topics()),
                fleet,
                () -> fleet.outcomes(fleet.manifests()).stream()
                        .map(ManifestRow::of)
                        .toList());
    }

    @Override
    List<Column<ManifestRow>> columns() {
        return ManifestRow.COLUMNS;
    }
}
