package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.fuse.HeldChange;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "held",
        header =
                "Changes that fuses hold: of what, how many Manifests wait for each, and why. 'credstream release' lets them go.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get held",
            "  credstream get held --watch",
            "  credstream get held -o json | jq '.items[].manifests | length'"
        })
final class HeldCommand extends LiveQuestion<HeldChange> {

    private static final List<Column<HeldChange>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.target().cluster()),
            Column.of("CHANGE", row -> row.target().change()),
            Column.of("OF", HeldChange::object),
            Column.of("MANIFESTS", row -> row.manifests().size()),
            Column.of("BECAUSE", HeldChange::reason),
            Column.of("AGE", row -> Cells.age(row.since())));

    HeldCommand() {
        super("changes held");
    }

    @Override
    Live<HeldChange> live(LogReader log) {
        Topics topics = log.topics();
        List<Topic<?>> read = List.of(
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.orders(),
                topics.manifestUpdates());
        Facts facts = log.facts(read);
        return new Live<>(read, facts, () -> HeldChange.in(facts));
    }

    @Override
    Place place(HeldChange row) {
        return new Place(row.target().cluster(), "", row.target().change().describe());
    }

    @Override
    List<Column<HeldChange>> columns() {
        return COLUMNS;
    }
}
