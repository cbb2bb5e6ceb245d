package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream pin list}. */
@Command(
        name = "list",
        header =
                "The pins that hold: what a Manifest carries whatever its template says, who wants it, why, and until when.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream pin list",
            "  credstream pin list --all -o wide                 those that were released or have expired, too",
            "  credstream pin list --cluster kcp-eu --at 24h     as it was a day ago",
            "  credstream pin list -o json | jq -r '.[] | [.name, .user, .reason] | @tsv'"
        })
public final class PinsCommand extends Question<PinRow> {

    @Option(names = "--all", description = "Show those that were released or have expired, too.")
    private boolean all;

    public PinsCommand() {
        super(PinRow.class, "pins");
    }

    @Override
    List<PinRow> rows(LogReader log) {
        return log.latest(log.topics().pins()).records().values().stream()
                .map(record -> PinRow.of(record.value(), log.moment()))
                .filter(row -> all || row.holds())
                .toList();
    }

    @Override
    List<Column<PinRow>> columns() {
        return PinRow.COLUMNS;
    }
}
