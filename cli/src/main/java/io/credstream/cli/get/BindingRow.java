package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.Layer;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A template's layers with the credentials that they select. */
record BindingRow(
        @Documented("where the template is") String cluster,
        @Documented("where the template is") String namespace,
        @Documented("of the template") String name,
        @Documented("on which it has an effect") String controlPlane,

        @Documented("the only Kyma on which it has one; null for all") @Nullable
        String kyma,

        @Documented("the module") @Nullable String module,
        @Documented("the component's version") @Nullable String version,
        @Documented("if it belongs to one") @Nullable String channel,
        @Documented("the component's name") @Nullable String component,
        @Documented("of the worst layer") String state,

        @Documented(
                "per layer: layer, selector, problem, state, revision, searched, matches (credential, registry, problem)")
        List<LayerRow> layers,

        @Documented("the record of the template") String templateRecord,
        @Documented("when the template was recorded") String recordedAt)
        implements Row {

    /** A layer. */
    record LayerRow(
            String layer,
            @Nullable String selector,
            @Nullable String problem,
            String state,
            @Nullable String revision,
            List<String> searched,
            List<MatchRow> matches) {

        String cell() {
            return matches.isEmpty() ? state : state + " (" + matches.size() + ")";
        }
    }

    /** A credential that is selected. */
    record MatchRow(
            String credential,
            @Nullable String registry,
            @Nullable String problem) {}

    static final List<Column<BindingRow>> COLUMNS = List.of(
            Column.of("CLUSTER", BindingRow::cluster),
            Column.of("TEMPLATE", row -> row.namespace() + "/" + row.name()),
            Column.of("MODULE", BindingRow::module),
            Column.of("VERSION", BindingRow::version),
            Column.of("STATE", BindingRow::state).styled(Style::ofState),
            Column.of("INSTALL", row -> row.layer(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.layer(Layer.CONFIG)),
            Column.wide(
                    "SCOPE", row -> row.kyma() == null ? row.controlPlane() : row.controlPlane() + "/" + row.kyma()),
            Column.wide("CREDENTIALS", BindingRow::credentials),
            Column.wide("SEARCHED", BindingRow::searched),
            Column.of("AGE", row -> Cells.age(row.recordedAt())));

    static BindingRow of(Binding binding, TopicRecord.Value<Template> template) {
        return new BindingRow(
                binding.template().cluster(),
                binding.template().namespace(),
                binding.template().name(),
                binding.scope().controlPlane(),
                binding.scope().kyma(),
                binding.moduleName(),
                binding.componentVersion(),
                binding.channel(),
                binding.component(),
                binding.state().display(),
                binding.layers().stream().map(BindingRow::layer).toList(),
                template.at().describe(),
                template.time().toString());
    }

    private static LayerRow layer(BoundLayer layer) {
        var selector = TemplateRow.LayerRow.of(layer.layer(), layer.selector());
        return new LayerRow(
                selector.layer(),
                selector.selector(),
                selector.problem(),
                layer.state().display(),
                layer.revision(),
                layer.searched(),
                layer.matches().stream().map(BindingRow::match).toList());
    }

    private static MatchRow match(Match match) {
        var problem = match.problem();
        return new MatchRow(match.credential().key(), match.registry(), problem == null ? null : Cells.words(problem));
    }

    private @Nullable String layer(Layer layer) {
        for (LayerRow row : layers) {
            if (row.layer().equals(layer.display())) {
                return row.cell();
            }
        }
        return null;
    }

    private String credentials() {
        return layers.stream()
                .flatMap(layer -> layer.matches().stream().map(MatchRow::credential))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private String searched() {
        return layers.stream()
                .flatMap(layer -> layer.searched().stream())
                .distinct()
                .collect(Collectors.joining(","));
    }
}
