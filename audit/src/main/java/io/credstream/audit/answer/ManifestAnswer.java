package io.credstream.audit.answer;

import io.credstream.audit.Outcome;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Honoured;
import org.jspecify.annotations.Nullable;

/**
 * A Manifest with what its credentials amount to.
 *
 * @param template that it belongs to; absent if there is not exactly one
 * @param state as of its template now
 * @param leftAlone why it is, if it is
 * @param pending whether a decision about it has not been observed yet
 */
public record ManifestAnswer(
        TopicRecord.Value<Manifest> observed,
        @Nullable ObjectRef template,
        BindingState state,
        Decision.@Nullable Reason leftAlone,
        Honoured honoured,
        boolean pending) {

    public static ManifestAnswer of(Outcome outcome) {
        return new ManifestAnswer(
                outcome.record(),
                outcome.binding().map(Binding::template).orElse(null),
                outcome.decision().state(),
                outcome.decision() instanceof Decision.LeaveAlone alone ? alone.reason() : null,
                outcome.honoured(),
                outcome.pending());
    }

    public Manifest manifest() {
        return observed.value();
    }
}
