package io.credstream.cli.get;

import io.credstream.audit.Fleet;
import io.credstream.audit.answer.BindingAnswer;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.Layer;
import io.credstream.model.Scope;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "bindings",
        header = "Which credentials the layers of each template select, and what that amounts to.",
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get bindings",
            "  credstream get bindings -o wide                   with the credentials, and where they were searched",
            "  credstream get bindings -o json | jq '.items[] | select(.state == \"NoMatch\") | .template.name'"
        })
final class BindingsCommand extends Question<BindingAnswer> {

    private static final List<Column<BindingAnswer>> COLUMNS = List.of(
            Column.of("CLUSTER", row -> row.template().cluster()),
            Column.of("TEMPLATE", row -> Cells.name(row.template())),
            Column.of("MODULE", BindingAnswer::moduleName),
            Column.of("VERSION", BindingAnswer::componentVersion),
            Column.state("STATE", BindingAnswer::state),
            Column.of("INSTALL", row -> layer(row, Layer.INSTALL)),
            Column.of("CONFIG", row -> layer(row, Layer.CONFIG)),
            Column.wide("SCOPE", row -> scope(row.scope())),
            Column.wide(
                    "CREDENTIALS",
                    row -> all(row, layer -> layer.matches().stream().map(Match::credential))),
            Column.wide("SEARCHED", row -> all(row, layer -> layer.searched().stream())),
            Column.of("AGE", row -> Cells.age(row.recordedAt())));

    BindingsCommand() {
        super("bindings");
    }

    @Override
    List<BindingAnswer> rows(LogReader log) {
        Fleet fleet = log.fleet();
        return fleet.facts().latest(log.topics().templates()).records().values().stream()
                .flatMap(template -> fleet.binding(template.value().ref()).stream()
                        .map(binding -> BindingAnswer.of(binding, template)))
                .toList();
    }

    @Override
    Place place(BindingAnswer row) {
        return Place.of(row.template());
    }

    @Override
    List<Column<BindingAnswer>> columns() {
        return COLUMNS;
    }

    private static @Nullable String layer(BindingAnswer row, Layer layer) {
        return row.layers().stream()
                .filter(each -> each.layer() == layer)
                .map(each -> each.state().display()
                        + (each.matches().isEmpty() ? "" : " (" + each.matches().size() + ")"))
                .findFirst()
                .orElse(null);
    }

    private static String scope(Scope scope) {
        return scope.kyma() == null ? scope.controlPlane() : scope.controlPlane() + "/" + scope.kyma();
    }

    private static List<?> all(BindingAnswer row, Function<BoundLayer, Stream<?>> part) {
        return row.layers().stream().flatMap(part).distinct().toList();
    }
}
