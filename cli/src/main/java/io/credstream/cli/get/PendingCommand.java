package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Unlisted;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.topics.Topic;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

@Command(
        name = "pending",
        header =
                "What is decided and not yet seen on its Manifest: what would be written, and what keeps it. Also what waits for a gap.",
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
        List<Topic<?>> topics = List.of(
                log.topics().manifestUpdates(),
                log.topics().applyReports(),
                log.topics().clusterStatus());
        Facts facts = log.facts(topics);
        if (hasGap(facts)) {
            Fleet fleet = log.fleet();
            return new Live<>(
                    Facts.of(log.topics()),
                    fleet,
                    () -> Stream.concat(rows(fleet.facts()).stream(), deferred(fleet))
                            .toList());
        }
        return new Live<>(topics, facts, () -> rows(facts), () -> hasGap(facts));
    }

    /** Only then is there something to defer, and all of the log to be read for that. */
    private static boolean hasGap(Facts facts) {
        return facts.latest(facts.topics().clusterStatus()).records().values().stream()
                .anyMatch(status -> Unlisted.isPossible(status.value()));
    }

    private static Stream<PendingRow> deferred(Fleet fleet) {
        return fleet.outcomes(fleet.manifests()).stream()
                .filter(outcome -> outcome.isDeferred() && !outcome.pending())
                .map(outcome -> PendingRow.deferred(
                        outcome, fleet.waitsFor(outcome).map(Unlisted::describe).orElse(null)));
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
