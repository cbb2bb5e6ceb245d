package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Cluster;
import io.credstream.read.LatestByKey;
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
        LatestByKey<Cluster> clusters = log.latest(log.topics().clusters());
        return log.latest(log.topics().templates()).records().values().stream()
                .map(record -> TemplateRow.of(
                        record, clusters.get(record.value().ref().cluster()).orElse(null)))
                .toList();
    }

    @Override
    List<Column<TemplateRow>> columns() {
        return TemplateRow.COLUMNS;
    }
}
