package io.credstream.cli.explain;

import io.credstream.audit.explain.Explanation;
import io.credstream.audit.explain.LayerExplanation;
import io.credstream.audit.explain.LayerExplanation.Owner;
import io.credstream.audit.explain.LayerExplanation.Selected;
import io.credstream.audit.explain.NearMiss;
import io.credstream.audit.explain.Rule;
import io.credstream.audit.explain.Standing;
import io.credstream.cli.text.CredentialText;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import io.credstream.model.ApplyReport;
import io.credstream.model.HoldDown;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Refusal;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.rules.bind.Keychain;
import io.credstream.rules.decide.Honoured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An explanation for people. */
final class ExplanationText {

    /** Of near misses, without {@code -o wide}. */
    private static final int SHOWN = 3;

    private final Explanation explanation;
    private final Manifest manifest;
    private final boolean wide;
    private final List<String> lines = new ArrayList<>();

    ExplanationText(Explanation explanation, boolean wide) {
        this.explanation = explanation;
        this.manifest = explanation.outcome().manifest();
        this.wide = wide;
    }

    List<String> lines() {
        lines.clear();
        line(manifest.ref() + " is " + explanation.outcome().decision().state().display() + ".");
        line(sentence(explanation.rule()));
        explanation.outcome().brake().ifPresent(this::brake);
        explanation.outcome().pin().ifPresent(this::pin);
        line("");
        template();
        explanation.layers().forEach(this::layer);
        line("");
        say("standing", standing());
        say("honoured", honoured(explanation.outcome().honoured()));
        say("lifecycle-manager", verdict(manifest.verdict()));
        return List.copyOf(lines);
    }

    private void template() {
        say(
                "component",
                or(manifest.component(), "(not annotated)") + " " + or(manifest.componentVersion(), "(no version)")
                        + (manifest.kyma() == null ? "" : ", of Kyma " + manifest.kyma()));
        say("looks for it", manifest.remoteTemplate() ? "on the runtime of its Kyma" : "on its control plane");
        say(
                "template",
                explanation
                        .template()
                        .map(template -> template.ref() + channel(template))
                        .orElse("none that is the only one (R9)"));
        for (Refusal refusal : explanation.refusals()) {
            say("Refused", "by lifecycle-manager, all of it: " + refusal.describe());
        }
        for (Template other : explanation.alternatives()) {
            say("there is", other.ref() + " of version " + or(other.componentVersion(), "(none)") + channel(other));
        }
    }

    private void brake(Order order) {
        say(
                "held back",
                order.action().display() + " of " + order.target().display() + ", by " + order.user() + " at "
                        + order.at() + (order.until() == null ? "" : ", until " + order.until()) + ": "
                        + order.reason() + " (R20)");
    }

    private void pin(Pin pin) {
        String end = pin.expires() == null ? "until it is released" : "until " + pin.expires();
        say("pinned", "by " + pin.user() + " at " + pin.placed() + ", " + end + ": " + pin.reason());
        say("to", "what it carried at " + pin.asOf());
    }

    private void layer(LayerExplanation layer) {
        line("");
        explanation
                .outcome()
                .pin()
                .flatMap(pin -> pin.layer(layer.layer()))
                .ifPresent(pinned -> line(layer.layer().display() + " is Pinned to "
                        + (pinned.selector() == null ? "none" : SelectorText.ofJson(pinned.selector()))
                        + ". Without that:"));
        line(layer.layer().display() + " is " + layer.state().display() + ". " + sentence(layer.rule()));
        switch (layer.wanted()) {
            case LayerSelector.Unlabelled unlabelled -> say("selects", "nothing: it has no label");
            case LayerSelector.Invalid(String problem) -> say("selects", "nothing: its label " + problem);
            case LayerSelector.Labelled(var selector) -> say("selects", SelectorText.of(selector));
        }
        say("on the Manifest", onManifest(layer));
        if (layer.wanted() instanceof LayerSelector.Labelled) {
            say("pulls", or(layer.repository(), "(from where cannot be told, so nothing covers it)"));
            if (layer.repository() != null && Keychain.asksGoogleFirst(layer.repository())) {
                say("first with", CredentialText.GOOGLE);
            }
            layer.selected().forEach(selected -> say("matches", selected(selected)));
            if (layer.selected().isEmpty()) {
                say("matches", "nothing in " + String.join(", ", layer.searched()));
            }
            nearMisses(layer.nearMisses());
        }
    }

    private void nearMisses(List<NearMiss> misses) {
        misses.stream()
                .limit(wide ? misses.size() : SHOWN)
                .forEach(miss -> say(
                        "nearly",
                        name(miss.credential()) + " " + ObstacleText.of(miss.obstacle())
                                + (miss.registry() == null
                                        ? ""
                                        : "; it would cover the registry with " + miss.registry())));
        if (!wide && misses.size() > SHOWN) {
            say("nearly", misses.size() - SHOWN + " more (-o wide)");
        }
    }

    private static String selected(Selected selected) {
        String name = name(selected.credential());
        if (selected.problem() != null) {
            return name + ", which " + CredentialText.trouble(selected.problem(), selected.flaw());
        } else if (selected.anonymous() != null) {
            return name + ", " + CredentialText.anonymous(selected.anonymous());
        } else if (selected.covering() == null) {
            return name + ", which does not cover it: it is for "
                    + (selected.registries().isEmpty() ? "no registry" : String.join(", ", selected.registries()));
        }
        return name + ", which covers it with " + selected.covering()
                + (selected.used() ? "" : "; another has a more exact entry, which is taken");
    }

    private static String onManifest(LayerExplanation layer) {
        String text = layer.observed() == null ? "" : SelectorText.ofJson(layer.observed());
        return switch (layer.owner()) {
            case NO_LAYER -> "there is no such layer, so nothing is written there (R13)";
            case NOBODY -> "no selector";
            case US -> text + ", written by Credstream";
            case SOMEBODY_ELSE -> text + ", written by somebody else" + (wants(layer) ? "" : " and left alone (R12)");
        };
    }

    private static boolean wants(LayerExplanation layer) {
        return layer.owner() != Owner.NO_LAYER && layer.wanted() instanceof LayerSelector.Labelled;
    }

    private String standing() {
        return switch (explanation.standing()) {
            case Standing.InOrder inOrder -> "as it should be; nothing is to be written";
            case Standing.LeftAlone(var reason) ->
                "left alone: " + sentence(Rule.of(reason))
                        + explanation
                                .waitsFor()
                                .map(missing -> " " + missing.describe() + ".")
                                .orElse("");
            case Standing.Pending(TopicRecord.Value<ManifestUpdate> decision, Optional<ApplyReport> report) ->
                "decided at " + decision.time() + " (" + decision.at().describe() + ", attempt "
                        + decision.value().attempt() + ") and not seen on it yet"
                        + report.map(last -> "; " + reported(last)).orElse("; the sink has not reported");
            case Standing.HeldDown(HoldDown(Instant until, int number)) ->
                "held down until " + until + (number == 1 ? "" : ", the hold-down number " + number + " in a row")
                        + ": somebody keeps overwriting it (R17)";
            case Standing.NotDecidedYet none ->
                "it differs from what it should be, and nothing is decided yet: is a processor running?";
        };
    }

    private static String reported(ApplyReport report) {
        return "the sink says " + Words.joined(report.result())
                + (report.reason() == null ? "" : " (" + report.reason() + ")");
    }

    private static String honoured(Honoured honoured) {
        return switch (honoured) {
            case HONOURED -> "yes, lifecycle-manager reads these selectors (R18)";
            case NOT_BY_THIS_VERSION -> "no: lifecycle-manager ignores them since 1.3.11 (R18)";
            case VERSION_UNKNOWN ->
                "not for sure: the fleet file does not state the version of lifecycle-manager, and none after 1.3.10 reads them"
                        + " (R18)";
            case NOT_FOR_REMOTE_TEMPLATES -> "no: no lifecycle-manager knows templates on runtimes (R18)";
        };
    }

    private static String verdict(Verdict verdict) {
        String state = or(verdict.state(), "(no state)");
        return switch (verdict.code()) {
            case NONE -> state;
            case NO_AUTH_SECRET -> state + ": no Secret matches the selector";
            case KEYCHAIN_FAILED -> state + ": it cannot read a Secret that matches the selector";
            case PULL_FAILED -> state + ": the registry does not let it pull";
            case OTHER_ERROR -> state + ": not about credentials";
        };
    }

    private void say(String what, String text) {
        line("  %-18s %s".formatted(what, text));
    }

    private void line(String text) {
        lines.add(text);
    }

    private static String sentence(Rule rule) {
        return rule.sentence() + " (" + rule.number() + ")";
    }

    private static String channel(Template template) {
        return template.channel() == null ? "" : ", channel " + template.channel();
    }

    private static String name(ObjectRef ref) {
        return ref.namespace() + "/" + ref.name();
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
