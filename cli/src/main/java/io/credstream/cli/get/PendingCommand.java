package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "pending",
        header = "What is decided and not yet seen on its Manifest: what would be written, and what keeps it.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get pending",
            "  credstream get pending -o wide                    before, after, and because of what",
            "  credstream get pending --cluster kcp-eu -o json"
        })
final class PendingCommand extends Question<PendingRow> {

    PendingCommand() {
        super(PendingRow.class, "decisions pending");
    }

    @Override
    List<PendingRow> rows(LogReader log) {
        var reports = log.latest(log.topics().applyReports());
        return log.latest(log.topics().manifestUpdates()).records().values().stream()
                .map(record -> PendingRow.of(record, reports.get(record.key()).orElse(null)))
                .toList();
    }

    @Override
    List<Column<PendingRow>> columns() {
        return PendingRow.COLUMNS;
    }
}
