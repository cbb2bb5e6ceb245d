package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Cluster;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Refusal;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.TemplateVerdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ModuleTemplate, as far as credentials are concerned. */
record TemplateRow(
        @Documented("where it is") String cluster,
        @Documented("where it is") String namespace,
        @Documented("of the ModuleTemplate") String name,
        @Documented("of the ModuleTemplate") String uid,
        @Documented("at which it was observed") String resourceVersion,
        @Documented("the module") @Nullable String module,
        @Documented("the component's version") @Nullable String version,
        @Documented("if it belongs to one") @Nullable String channel,
        @Documented("the component's name") @Nullable String component,
        @Documented("whether every Kyma gets it") boolean mandatory,

        @Documented("what the layers are pulled from") @Nullable
        String repository,

        @Documented("per layer: layer, selector, problem") List<LayerRow> layers,

        @Documented("why nothing can be said about it, or null") @Nullable
        String problem,

        @Documented("why the lifecycle-manager of its control plane refuses all of it; empty if it does not")
        List<String> refused,

        @Documented("what the record follows from") String cause,
        @Documented("when it was recorded") String recordedAt)
        implements Row {

    /** A layer with its selector, or what is wrong with it, or neither. */
    record LayerRow(
            String layer,
            @Nullable String selector,
            @Nullable String problem) {

        static LayerRow of(Layer layer, LayerSelector selector) {
            return switch (selector) {
                case LayerSelector.Unlabelled none -> new LayerRow(layer.display(), null, null);
                case LayerSelector.Labelled labelled ->
                    new LayerRow(layer.display(), SelectorText.of(labelled.selector()), null);
                case LayerSelector.Invalid invalid -> new LayerRow(layer.display(), null, invalid.problem());
            };
        }

        @Nullable
        String cell() {
            return problem == null ? selector : "(invalid)";
        }
    }

    static final List<Column<TemplateRow>> COLUMNS = List.of(
            Column.of("CLUSTER", TemplateRow::cluster),
            Column.of("TEMPLATE", row -> row.namespace() + "/" + row.name()),
            Column.of("MODULE", TemplateRow::module),
            Column.of("VERSION", TemplateRow::version),
            Column.of("CHANNEL", TemplateRow::channel),
            Column.of("INSTALL", row -> row.layer(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.layer(Layer.CONFIG)),
            Column.wide("COMPONENT", TemplateRow::component),
            Column.wide("REPOSITORY", TemplateRow::repository),
            Column.of("AGE", row -> Cells.age(row.recordedAt())),
            Column.of("PROBLEM", TemplateRow::problems).styled(Cells::ofTrouble));

    static TemplateRow of(TopicRecord.Value<Template> record, @Nullable Cluster cluster) {
        Template template = record.value();
        return new TemplateRow(
                template.ref().cluster(),
                template.ref().namespace(),
                template.ref().name(),
                template.uid(),
                template.version().resourceVersion(),
                template.moduleName(),
                template.componentVersion(),
                template.channel(),
                template.component(),
                template.mandatory(),
                template.repository(),
                template.layers().stream().map(TemplateRow::layer).toList(),
                template.problem(),
                TemplateVerdict.of(template, cluster).refusals().stream()
                        .map(Refusal::describe)
                        .toList(),
                template.cause().describe(),
                record.time().toString());
    }

    private static LayerRow layer(TemplateLayer layer) {
        return LayerRow.of(layer.layer(), layer.selector());
    }

    private @Nullable String layer(Layer layer) {
        for (LayerRow row : layers) {
            if (row.layer().equals(layer.display())) {
                return row.cell();
            }
        }
        return null;
    }

    private @Nullable String problems() {
        Stream<String> ofAll =
                Stream.concat(refused.stream().map(refusal -> "Refused: " + refusal), Stream.ofNullable(problem));
        Stream<String> ofLayers = layers.stream()
                .filter(layer -> layer.problem() != null)
                .map(layer -> layer.layer() + ": " + layer.problem());
        return Stream.concat(ofAll, ofLayers).collect(Collectors.joining("; "));
    }
}
