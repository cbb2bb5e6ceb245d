package io.credstream.cli.get;

import io.credstream.audit.Outcome;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Honoured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Manifest with what its credentials amount to. */
record ManifestRow(
        @Documented("the control plane") String cluster,
        @Documented("where it is") String namespace,
        @Documented("of the Manifest") String name,
        @Documented("of the Manifest") String uid,
        @Documented("at which it was observed") String resourceVersion,
        @Documented("the module") @Nullable String module,
        @Documented("the component's version") @Nullable String version,
        @Documented("if it belongs to one") @Nullable String channel,
        @Documented("the component's name") @Nullable String component,
        @Documented("the Kyma that it is for") @Nullable String kyma,

        @Documented("the template that it belongs to; null if there is not exactly one") @Nullable
        String template,

        @Documented("per layer: layer, selector (credSecretSelector as observed, JSON)")
        List<LayerRow> layers,

        @Documented("what its credentials amount to, as of its template now")
        String state,

        @Documented("why it is left alone, or null") @Nullable
        String leftAlone,

        @Documented("Honoured or NotHonoured: whether lifecycle-manager reads the selectors")
        String honoured,

        @Documented("why it does not, or null") @Nullable String notHonouredBecause,

        @Documented("lifecycle-manager's own verdict: status.state") @Nullable
        String verdict,

        @Documented("NoAuthSecret, KeychainFailed, PullFailed, OtherError, or null") @Nullable
        String verdictCode,

        @Documented("whether a decision about it has not been observed yet")
        boolean pending,

        @Documented("the revision of its credentials that was announced") @Nullable
        String revision,

        @Documented("what our last write followed from") @Nullable
        String writtenBecause,

        @Documented("what the record follows from") String cause,
        @Documented("when it was recorded") String recordedAt)
        implements Row {

    /** A layer. */
    record LayerRow(String layer, @Nullable String selector) {}

    static final List<Column<ManifestRow>> COLUMNS = List.of(
            Column.of("CLUSTER", ManifestRow::cluster),
            Column.of("MANIFEST", row -> row.namespace() + "/" + row.name()),
            Column.of("MODULE", ManifestRow::module),
            Column.of("VERSION", ManifestRow::version),
            Column.of("INSTALL", row -> row.selector(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.selector(Layer.CONFIG)),
            Column.of("STATE", ManifestRow::state).styled(Style::ofState),
            Column.of("PENDING", row -> row.pending() ? "yes" : null),
            Column.of("HONOURED", ManifestRow::honoured).styled(Style::ofState),
            Column.of("VERDICT", ManifestRow::verdictCell).styled(Style::ofState),
            Column.wide("NOT-HONOURED-BECAUSE", ManifestRow::notHonouredBecause),
            Column.wide("KYMA", ManifestRow::kyma),
            Column.wide("TEMPLATE", ManifestRow::template),
            Column.wide("LEFT-ALONE", ManifestRow::leftAlone),
            Column.wide("REVISION", ManifestRow::revision),
            Column.wide("WRITTEN-BECAUSE", ManifestRow::writtenBecause),
            Column.of("AGE", row -> Cells.age(row.recordedAt())));

    static ManifestRow of(Outcome outcome) {
        Manifest manifest = outcome.manifest();
        Decision decision = outcome.decision();
        Honoured honoured = outcome.honoured();
        Verdict verdict = manifest.verdict();
        return new ManifestRow(
                manifest.ref().cluster(),
                manifest.ref().namespace(),
                manifest.ref().name(),
                manifest.uid(),
                manifest.version().resourceVersion(),
                manifest.moduleName(),
                manifest.componentVersion(),
                manifest.channel(),
                manifest.component(),
                manifest.kyma(),
                outcome.binding().map(binding -> binding.template().key()).orElse(null),
                manifest.layers().stream().map(ManifestRow::layer).toList(),
                decision.state().display(),
                decision instanceof Decision.LeaveAlone alone ? Cells.words(alone.reason()) : null,
                honoured.display(),
                honoured.isHonoured() ? null : Cells.words(honoured),
                verdict.state(),
                verdict.code() == Verdict.Code.NONE ? null : Cells.words(verdict.code()),
                outcome.pending(),
                manifest.annotations().revision(),
                manifest.annotations().cause(),
                manifest.cause().describe(),
                outcome.record().time().toString());
    }

    private static LayerRow layer(ManifestLayer layer) {
        return new LayerRow(layer.layer().display(), layer.selector());
    }

    private @Nullable String selector(Layer layer) {
        for (LayerRow row : layers) {
            if (row.layer().equals(layer.display())) {
                return Cells.selector(row.selector());
            }
        }
        return null;
    }

    private @Nullable String verdictCell() {
        return verdictCode == null ? verdict : verdictCode;
    }
}
