package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "templates",
        header = "The ModuleTemplates, with the selector of each layer or what is wrong with it.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get templates",
            "  credstream get templates 'template-operator-*' -o wide"
        })
final class TemplatesCommand extends Question<TemplateRow> {

    TemplatesCommand() {
        super(TemplateRow.class, "templates");
    }

    @Override
    List<TemplateRow> rows(LogReader log) {
        return log.latest(log.topics().templates()).records().values().stream()
                .map(TemplateRow::of)
                .toList();
    }

    @Override
    List<Column<TemplateRow>> columns() {
        return TemplateRow.COLUMNS;
    }
}
