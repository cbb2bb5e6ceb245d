package io.credstream.cli.get;

import io.credstream.audit.Fleet;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "bindings",
        header = "Which credentials the layers of each template select, and what that amounts to.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get bindings",
            "  credstream get bindings -o wide                   with the credentials, and where they were searched",
            "  credstream get bindings -o json | jq '.[] | select(.state == \"NoMatch\") | .name'"
        })
final class BindingsCommand extends Question<BindingRow> {

    BindingsCommand() {
        super(BindingRow.class, "bindings");
    }

    @Override
    List<BindingRow> rows(LogReader log) {
        Fleet fleet = log.fleet();
        return fleet.facts().latest(log.topics().templates()).records().values().stream()
                .flatMap(template ->
                        fleet.binding(template.value().ref()).stream().map(binding -> BindingRow.of(binding, template)))
                .toList();
    }

    @Override
    List<Column<BindingRow>> columns() {
        return BindingRow.COLUMNS;
    }
}
