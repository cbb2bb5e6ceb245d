package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.answer.ManifestAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            "  credstream get manifests -o json | jq '.items[] | select(.state != \"Bound\") | {name, state}'"
        })
final class ManifestsCommand extends LiveQuestion<ManifestAnswer> {

    private static final List<Column<ManifestAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.manifest().ref().cluster()),
            Column.of("MANIFEST", row -> Cells.name(row.manifest().ref())),
            Column.of("MODULE", row -> row.manifest().moduleName()),
            Column.of("VERSION", row -> row.manifest().componentVersion()),
            Column.of("INSTALL", row -> selector(row, Layer.INSTALL)),
            Column.of("CONFIG", row -> selector(row, Layer.CONFIG)),
            Column.state("STATE", ManifestAnswer::state),
            Column.of("PENDING", row -> row.pending() ? "yes" : null),
            Column.state("HONOURED", ManifestAnswer::honoured),
            Column.state("VERDICT", row -> Cells.verdict(row.manifest().verdict())),
            Column.wide("NOT-HONOURED-BECAUSE", row -> Cells.notHonoured(row.honoured())),
            Column.wide("KYMA", row -> row.manifest().kyma()),
            Column.wide("TEMPLATE", ManifestAnswer::template),
            Column.wide("LEFT-ALONE", ManifestAnswer::leftAlone),
            Column.wide("REVISION", row -> row.manifest().annotations().revision()),
            Column.wide("WRITTEN-BECAUSE", row -> row.manifest().annotations().cause()),
            Column.of("AGE", row -> Cells.age(row.observed().time())));

    ManifestsCommand() {
        super("manifests");
    }

    @Override
    Live<ManifestAnswer> live(LogReader log) {
        Fleet fleet = log.fleet();
        return new Live<>(
                Facts.of(log.topics()),
                fleet,
                () -> fleet.outcomes(fleet.manifests()).stream()
                        .map(ManifestAnswer::of)
                        .toList());
    }

    @Override
    Place place(ManifestAnswer row) {
        return Place.of(row.manifest().ref());
    }

    @Override
    List<Column<ManifestAnswer>> columns() {
        return COLUMNS;
    }

    private static @Nullable String selector(ManifestAnswer row, Layer layer) {
        return row.manifest()
                .layer(layer)
                .map(seen -> Cells.selector(seen.selector()))
                .orElse(null);
    }
}
