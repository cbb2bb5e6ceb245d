package io.credstream.cli.get;

import io.credstream.audit.answer.PinAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Layer;
import io.credstream.model.Pin;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            "  credstream pin list -o json | jq -r '.items[] | [.name, .user, .reason] | @tsv'"
        })
public final class PinsCommand extends Question<PinAnswer> {

    private static final List<Column<PinAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.pin().manifest().cluster()),
            Column.of("MANIFEST", row -> Cells.name(row.pin().manifest())),
            Column.of("INSTALL", row -> selector(row, Layer.INSTALL)),
            Column.of("CONFIG", row -> selector(row, Layer.CONFIG)),
            Column.<PinAnswer>of("STATUS", PinAnswer::status)
                    .styled(text -> text.equals("Holds") ? Style.ATTENTION : Style.FAINT),
            Column.of("ENDS", row -> row.holds() ? Cells.expiry(row.pin().expires()) : null),
            Column.of("USER", row -> row.pin().user()),
            Column.of("REASON", row -> row.pin().reason()),
            Column.wide("AS-OF", row -> row.pin().asOf()),
            Column.wide("RELEASED-BY", row -> released(row).map(Pin.Release::user)),
            Column.wide("RELEASED-BECAUSE", row -> released(row).map(Pin.Release::reason)),
            Column.of("AGE", row -> Cells.age(row.pin().placed())));

    @Option(names = "--all", description = "Show those that were released or have expired, too.")
    private boolean all;

    public PinsCommand() {
        super("pins");
    }

    @Override
    List<PinAnswer> rows(LogReader log) {
        return log.latest(log.topics().pins()).records().values().stream()
                .map(record -> PinAnswer.of(record, log.moment()))
                .filter(row -> all || row.holds())
                .toList();
    }

    @Override
    Place place(PinAnswer row) {
        return Place.of(row.pin().manifest());
    }

    @Override
    List<Column<PinAnswer>> columns() {
        return COLUMNS;
    }

    private static @Nullable String selector(PinAnswer row, Layer layer) {
        return row.pin()
                .layer(layer)
                .map(pinned -> pinned.selector() == null ? "none" : SelectorText.ofJson(pinned.selector()))
                .orElse(null);
    }

    private static Optional<Pin.Release> released(PinAnswer row) {
        return Optional.ofNullable(row.pin().release());
    }
}
