package io.credstream.audit.answer;

import io.credstream.audit.explain.Explanation;
import io.credstream.audit.explain.LayerExplanation;
import io.credstream.audit.explain.Rule;
import io.credstream.audit.explain.Standing;
import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.model.Refusal;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Honoured;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a Manifest is as it is.
 *
 * @param explanation all that is known of it
 * @param rule behind its state
 * @param brake the order that holds it back
 * @param template that it belongs to, if there is exactly one
 * @param refused why lifecycle-manager refuses all of that template
 * @param alternatives where there is not: the templates of its component
 * @param standing where the loop stands with it
 * @param heldDownUntil if somebody keeps overwriting it
 */
public record ExplanationAnswer(
        TopicRecord.Value<Manifest> observed,
        Explanation explanation,
        BindingState state,
        Rule rule,
        Optional<Pin> pin,
        Optional<Order> brake,
        Optional<ObjectRef> template,
        List<Refusal> refused,
        List<Alternative> alternatives,
        List<LayerExplanation> layers,
        Stage standing,
        Decision.@Nullable Reason leftAlone,
        @Nullable Pending pending,
        @Nullable Instant heldDownUntil,
        Honoured honoured) {

    /** Where the loop stands with a Manifest. */
    public enum Stage {
        IN_ORDER,
        LEFT_ALONE,
        PENDING,
        HELD_DOWN,
        NOT_DECIDED_YET
    }

    /** A template that it could belong to. */
    public record Alternative(
            ObjectRef template,
            @Nullable String componentVersion,
            @Nullable String channel) {
        static Alternative of(Template template) {
            return new Alternative(template.ref(), template.componentVersion(), template.channel());
        }
    }

    /**
     * A decision that is not observed yet.
     *
     * @param result what became of it last, and {@code reason} why
     */
    public record Pending(
            Coordinates record,
            Instant recordedAt,
            int attempt,
            ApplyReport.@Nullable Result result,
            @Nullable String reason) {
        static Pending of(Standing.Pending pending) {
            return new Pending(
                    pending.decision().at(),
                    pending.decision().time(),
                    pending.decision().value().attempt(),
                    pending.report().map(ApplyReport::result).orElse(null),
                    pending.report().map(ApplyReport::reason).orElse(null));
        }
    }

    public static ExplanationAnswer of(Explanation explanation) {
        Standing standing = explanation.standing();
        return new ExplanationAnswer(
                explanation.outcome().record(),
                explanation,
                explanation.outcome().decision().state(),
                explanation.rule(),
                explanation.outcome().pin(),
                explanation.outcome().brake(),
                explanation.template().map(Template::ref),
                explanation.refusals(),
                explanation.alternatives().stream().map(Alternative::of).toList(),
                explanation.layers(),
                stage(standing),
                standing instanceof Standing.LeftAlone alone ? alone.reason() : null,
                standing instanceof Standing.Pending pending ? Pending.of(pending) : null,
                standing instanceof Standing.HeldDown held ? held.holdDown().until() : null,
                explanation.outcome().honoured());
    }

    private static Stage stage(Standing standing) {
        return switch (standing) {
            case Standing.InOrder inOrder -> Stage.IN_ORDER;
            case Standing.LeftAlone leftAlone -> Stage.LEFT_ALONE;
            case Standing.Pending pending -> Stage.PENDING;
            case Standing.HeldDown heldDown -> Stage.HELD_DOWN;
            case Standing.NotDecidedYet notDecidedYet -> Stage.NOT_DECIDED_YET;
        };
    }
}
