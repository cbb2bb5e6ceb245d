package io.credstream.cli.explain;

import io.credstream.audit.explain.Explanation;
import io.credstream.audit.explain.LayerExplanation;
import io.credstream.audit.explain.LayerExplanation.Selected;
import io.credstream.audit.explain.NearMiss;
import io.credstream.audit.explain.Standing;
import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import io.credstream.model.ApplyReport;
import io.credstream.model.Credential;
import io.credstream.model.HoldDown;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Refusal;
import io.credstream.rules.decide.Honoured;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation for programs. */
record ExplanationDocument(
        @Documented("cluster/namespace/name") String manifest,
        @Documented("what its credentials amount to") String state,

        @Documented("the number of the rule behind the state")
        String rule,

        @Documented("that rule in a sentence") String because,

        @Documented("what pins it, or null: user, reason, asOf, placedAt, expires, layers (layer, selector)") @Nullable
        PinnedRow pin,

        @Documented("the order that holds it back, or null: order, of, user, reason, at") @Nullable
        BrakeRow brake,

        @Documented("the module") @Nullable String module,
        @Documented("the component's name") @Nullable String component,
        @Documented("the component's version") @Nullable String version,
        @Documented("if it belongs to one") @Nullable String channel,
        @Documented("the name of the Kyma") @Nullable String kyma,
        @Documented("that it belongs to, or null") @Nullable String template,

        @Documented("why lifecycle-manager refuses all of that template; empty if it does not")
        List<String> refused,

        @Documented("templates of its component, where it does not belong to exactly one: template, version, channel")
        List<AlternativeRow> alternatives,

        @Documented(
                "layer, state, rule, because, selector, problem, repository, observed, owner (NoLayer, Nobody, Us, SomebodyElse),"
                        + " searched, selected (credential, registries, covering, used, problem), nearMisses (credential, obstacle,"
                        + " registry)")
        List<LayerRow> layers,

        @Documented("InOrder, LeftAlone, Pending, HeldDown or NotDecidedYet")
        String standing,

        @Documented("why it is left alone, or null") @Nullable
        String leftAloneBecause,

        @Documented("what is pending, or null: record, decidedAt, attempt, result, reason") @Nullable
        PendingRow pending,

        @Documented("if it is held down, until when; or null") @Nullable
        String heldDownUntil,

        @Documented("Honoured or NotHonoured (R18)") String honoured,

        @Documented("why the selectors are not honoured, or null") @Nullable
        String notHonouredBecause,

        @Documented("lifecycle-manager's state of it") @Nullable
        String verdict,

        @Documented("its trouble with credentials, or null") @Nullable
        String verdictCode,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis) {

    /** The order that holds it back. */
    record BrakeRow(String order, String of, String user, String reason, String at) {
        static BrakeRow of(Order order) {
            return new BrakeRow(
                    order.action().display(),
                    order.target().display(),
                    order.user(),
                    order.reason(),
                    order.at().toString());
        }
    }

    /** What pins it. */
    record PinnedRow(
            String user,
            String reason,
            String asOf,
            String placedAt,
            @Nullable String expires,
            List<PinnedLayerRow> layers) {

        /** A layer that is pinned. */
        record PinnedLayerRow(String layer, @Nullable String selector) {}

        static PinnedRow of(Pin pin) {
            Instant end = pin.expires();
            return new PinnedRow(
                    pin.user(),
                    pin.reason(),
                    pin.asOf().toString(),
                    pin.placed().toString(),
                    end == null ? null : end.toString(),
                    pin.layers().stream()
                            .map(layer -> new PinnedLayerRow(layer.layer().display(), layer.selector()))
                            .toList());
        }
    }

    /** A template that it could belong to. */
    record AlternativeRow(
            String template,
            @Nullable String version,
            @Nullable String channel) {}

    /** A layer. */
    record LayerRow(
            String layer,
            String state,
            String rule,
            String because,
            @Nullable String selector,
            @Nullable String problem,
            @Nullable String repository,
            @Nullable String observed,
            String owner,
            List<String> searched,
            List<SelectedRow> selected,
            List<NearMissRow> nearMisses) {

        static LayerRow of(LayerExplanation layer) {
            LayerSelector wanted = layer.wanted();
            return new LayerRow(
                    layer.layer().display(),
                    layer.state().display(),
                    layer.rule().number(),
                    layer.rule().sentence(),
                    wanted instanceof LayerSelector.Labelled(var selector) ? SelectorText.of(selector) : null,
                    wanted instanceof LayerSelector.Invalid(String problem) ? problem : null,
                    layer.repository(),
                    layer.observed(),
                    Words.joined(layer.owner()),
                    layer.searched(),
                    layer.selected().stream().map(SelectedRow::of).toList(),
                    layer.nearMisses().stream().map(NearMissRow::of).toList());
        }
    }

    /** A credential that is selected. */
    record SelectedRow(
            String credential,
            List<String> registries,
            @Nullable String covering,
            boolean used,
            @Nullable String problem) {

        static SelectedRow of(Selected selected) {
            Credential.Problem problem = selected.problem();
            return new SelectedRow(
                    selected.credential().key(),
                    selected.registries(),
                    selected.covering(),
                    selected.used(),
                    problem == null ? null : Words.joined(problem));
        }
    }

    /** A credential that nearly is. */
    record NearMissRow(
            String credential, String obstacle, @Nullable String registry) {

        static NearMissRow of(NearMiss miss) {
            return new NearMissRow(miss.credential().key(), ObstacleText.of(miss.obstacle()), miss.registry());
        }
    }

    /** A decision that is not observed yet. */
    record PendingRow(
            String record,
            String decidedAt,
            int attempt,
            @Nullable String result,
            @Nullable String reason) {

        static PendingRow of(Standing.Pending pending) {
            return new PendingRow(
                    pending.decision().at().describe(),
                    pending.decision().time().toString(),
                    pending.decision().value().attempt(),
                    pending.report()
                            .map(report -> Words.joined(report.result()))
                            .orElse(null),
                    pending.report().map(ApplyReport::reason).orElse(null));
        }
    }

    static ExplanationDocument of(Explanation explanation, Basis basis) {
        Manifest manifest = explanation.outcome().manifest();
        Standing standing = explanation.standing();
        Honoured honoured = explanation.outcome().honoured();
        Verdict verdict = manifest.verdict();
        return new ExplanationDocument(
                manifest.ref().key(),
                explanation.outcome().decision().state().display(),
                explanation.rule().number(),
                explanation.rule().sentence(),
                explanation.outcome().pin().map(PinnedRow::of).orElse(null),
                explanation.outcome().brake().map(BrakeRow::of).orElse(null),
                manifest.moduleName(),
                manifest.component(),
                manifest.componentVersion(),
                manifest.channel(),
                manifest.kyma(),
                explanation.template().map(template -> template.ref().key()).orElse(null),
                explanation.refusals().stream().map(Refusal::describe).toList(),
                explanation.alternatives().stream()
                        .map(template -> new AlternativeRow(
                                template.ref().key(), template.componentVersion(), template.channel()))
                        .toList(),
                explanation.layers().stream().map(LayerRow::of).toList(),
                standing.getClass().getSimpleName(),
                standing instanceof Standing.LeftAlone(var reason) ? Words.joined(reason) : null,
                standing instanceof Standing.Pending pending ? PendingRow.of(pending) : null,
                standing instanceof Standing.HeldDown(HoldDown holdDown)
                        ? holdDown.until().toString()
                        : null,
                honoured.display(),
                honoured.isHonoured() ? null : Words.joined(honoured),
                verdict.state(),
                verdict.code() == Verdict.Code.NONE ? null : Words.joined(verdict.code()),
                basis);
    }
}
