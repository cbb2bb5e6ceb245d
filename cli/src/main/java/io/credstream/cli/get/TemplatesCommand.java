package io.credstream.cli.get;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.TemplateAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Template;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
final class TemplatesCommand extends Question<TemplateAnswer> {

    private static final List<Column<TemplateAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.template().ref().cluster()),
            Column.of("TEMPLATE", row -> Cells.name(row.template().ref())),
            Column.of("MODULE", row -> row.template().moduleName()),
            Column.of("VERSION", row -> row.template().componentVersion()),
            Column.of("CHANNEL", row -> row.template().channel()),
            Column.of("INSTALL", row -> selector(row.template(), Layer.INSTALL)),
            Column.of("CONFIG", row -> selector(row.template(), Layer.CONFIG)),
            Column.wide("COMPONENT", row -> row.template().component()),
            Column.wide("REPOSITORY", row -> row.template().repository()),
            Column.of("AGE", row -> Cells.age(row.observed().time())),
            Column.<TemplateAnswer>of("PROBLEM", TemplatesCommand::problems).styled(Cells::ofTrouble));

    TemplatesCommand() {
        super("templates");
    }

    @Override
    List<TemplateAnswer> rows(LogReader log) {
        Facts facts = log.facts();
        return facts.latest(log.topics().templates()).records().values().stream()
                .map(record -> TemplateAnswer.of(record, facts))
                .toList();
    }

    @Override
    Place place(TemplateAnswer row) {
        return Place.of(row.template().ref());
    }

    @Override
    List<Column<TemplateAnswer>> columns() {
        return COLUMNS;
    }

    private static @Nullable String selector(Template template, Layer layer) {
        return template.layers().stream()
                .filter(each -> each.layer() == layer)
                .findFirst()
                .map(each -> switch (each.selector()) {
                    case LayerSelector.Unlabelled none -> "";
                    case LayerSelector.Labelled labelled -> SelectorText.of(labelled.selector());
                    case LayerSelector.Invalid invalid -> "(invalid)";
                })
                .orElse(null);
    }

    private static String problems(TemplateAnswer row) {
        Template template = row.template();
        Stream<String> ofAll = Stream.concat(
                row.refused().stream().map(refusal -> "Refused: " + refusal.describe()),
                Stream.ofNullable(template.problem()));
        Stream<String> ofLayers = template.layers().stream()
                .flatMap(layer -> layer.selector() instanceof LayerSelector.Invalid invalid
                        ? Stream.of(layer.layer().display() + ": " + invalid.problem())
                        : Stream.empty());
        return Stream.concat(ofAll, ofLayers).collect(Collectors.joining("; "));
    }
}
