package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.topics.Topic;
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
            "  credstream get pending --watch                    and how that changes",
            "  credstream get pending --cluster kcp-eu -o json"
        })
final class PendingCommand extends LiveQuestion<PendingRow> {

    PendingCommand() {
        super(PendingRow.class, "decisions pending");
    }

    @Override
    Live<PendingRow> live(LogReader log) {
        List<Topic<?>> topics =
                List.of(log.topics().manifestUpdates(), log.topics().applyReports());
        Facts facts = log.facts(topics);
        return new Live<>(topics, facts, () -> rows(facts));
    }

    private static List<PendingRow> rows(Facts facts) {
        var reports = facts.latest(facts.topics().applyReports());
        return facts.latest(facts.topics().manifestUpdates()).records().values().stream()
                .map(record -> PendingRow.of(record, reports.get(record.key()).orElse(null)))
                .toList();
    }

    @Override
    List<Column<PendingRow>> columns() {
        return PendingRow.COLUMNS;
    }
}
