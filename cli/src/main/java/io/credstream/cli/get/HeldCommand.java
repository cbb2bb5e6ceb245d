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
            "  credstream get held -o json | jq '.[].manifests | length'"
        })
final class HeldCommand extends LiveQuestion<HeldRow> {

    HeldCommand() {
        super(HeldRow.class, "changes held");
    }

    @Override
    Live<HeldRow> live(LogReader log) {
        Topics topics = log.topics();
        List<Topic<?>> read = List.of(
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.orders(),
                topics.manifestUpdates());
        Facts facts = log.facts(read);
        return new Live<>(
                read,
                facts,
                () -> HeldChange.in(facts).stream().map(HeldRow::of).toList());
    }

    @Override
    List<Column<HeldRow>> columns() {
        return HeldRow.COLUMNS;
    }
}
