package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Unlisted;
import io.credstream.audit.answer.PendingAnswer;
import io.credstream.audit.history.Change;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import io.credstream.topics.Topic;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
final class PendingCommand extends LiveQuestion<PendingAnswer> {

    private static final List<Column<PendingAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.manifest().cluster()),
            Column.of("MANIFEST", row -> Cells.name(row.manifest())),
            Column.of(
                    "CHANGES",
                    row -> row.changes().stream().map(PendingCommand::field).toList()),
            Column.state("STATE", PendingAnswer::state),
            Column.of("ATTEMPT", PendingAnswer::attempt),
            Column.of("RESULT", PendingCommand::result),
            Column.wide("BEFORE", row -> side(row, Change::before)),
            Column.wide("AFTER", row -> side(row, Change::after)),
            Column.wide("BECAUSE", PendingAnswer::cause),
            Column.of("AGE", row -> Cells.age(row.recordedAt())));

    PendingCommand() {
        super("decisions pending");
    }

    @Override
    Live<PendingAnswer> live(LogReader log) {
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

    private static Stream<PendingAnswer> deferred(Fleet fleet) {
        return fleet.outcomes(fleet.manifests()).stream()
                .filter(outcome -> outcome.isDeferred() && !outcome.pending())
                .map(outcome -> PendingAnswer.deferred(
                        outcome, fleet.waitsFor(outcome).map(Unlisted::describe).orElse(null)));
    }

    private static List<PendingAnswer> rows(Facts facts) {
        var reports = facts.latest(facts.topics().applyReports());
        return facts.latest(facts.topics().manifestUpdates()).records().values().stream()
                .map(record ->
                        PendingAnswer.of(record, reports.get(record.key()).orElse(null)))
                .toList();
    }

    @Override
    Place place(PendingAnswer row) {
        return Place.of(row.manifest());
    }

    @Override
    List<Column<PendingAnswer>> columns() {
        return COLUMNS;
    }

    private static @Nullable String result(PendingAnswer row) {
        return row.result() == null
                ? null
                : Words.of(row.result()) + (row.reason() == null ? "" : " (" + row.reason() + ")");
    }

    private static String field(Change change) {
        return change.field().substring(change.field().lastIndexOf('/') + 1);
    }

    private static String side(PendingAnswer row, Function<Change, @Nullable String> side) {
        return row.changes().stream()
                .map(change -> {
                    String value = side.apply(change);
                    return field(change) + ": " + (value == null ? "-" : SelectorText.ofJson(value));
                })
                .collect(Collectors.joining("; "));
    }
}
