package io.credstream.audit.plan;

import io.credstream.audit.Outcome;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Honoured;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change means for one Manifest.
 *
 * @param before what it ends up with if the change is not made; absent if there is no such Manifest then
 * @param after what it ends up with if it is; absent likewise
 * @param stateBefore what its credentials amount to without the change, and {@code stateAfter} with it
 * @param written whether the change leads to a patch of it
 * @param worse whether it is worse off: its state is, or it loses a selector; in a withdrawal, one with which it can pull
 * @param left the layers whose selector was ours and stays in a withdrawal, because somebody else asks for it too (R20)
 */
public record Effect(
        ObjectRef manifest,
        @Nullable Target before,
        @Nullable Target after,
        @Nullable BindingState stateBefore,
        @Nullable BindingState stateAfter,
        boolean written,
        boolean worse,
        List<Layer> left,
        @Nullable Honoured honoured) {

    public Effect {
        left = List.copyOf(left);
    }

    static Effect of(ObjectRef manifest, @Nullable Outcome before, @Nullable Outcome after) {
        Target from = before == null ? null : Target.of(before.manifest(), before.decision());
        Target to = after == null ? null : Target.of(after.manifest(), after.decision());
        BindingState stateFrom = before == null ? null : before.decision().state();
        BindingState stateTo = after == null ? null : after.decision().state();
        boolean different = !Objects.equals(from, to) || stateFrom != stateTo;
        boolean written = different && after != null && after.decision() instanceof Decision.Update;
        Optional<Withdrawal> withdrawal = Withdrawal.of(before, after);
        boolean lost = withdrawal
                .map(Withdrawal::cutsOff)
                .orElseGet(() -> from != null && to != null && to.hasLostASelectorOf(from));
        return new Effect(
                manifest,
                from,
                to,
                stateFrom,
                stateTo,
                written,
                lost || isWorse(stateFrom, stateTo),
                withdrawal.map(Withdrawal::left).orElse(List.of()),
                after == null ? null : after.honoured());
    }

    /** Whether the content of its credentials changes, which is announced to it. */
    public boolean isRotated() {
        return before != null && after != null && !Objects.equals(before.revision(), after.revision());
    }

    boolean isOne() {
        return !Objects.equals(before, after) || stateBefore != stateAfter;
    }

    private static boolean isWorse(@Nullable BindingState before, @Nullable BindingState after) {
        return before != null && after != null && plain(after).compareTo(plain(before)) > 0;
    }

    /** A layer that gets a credential is no worse off than one that needs none, or than one that is pinned. */
    private static BindingState plain(BindingState state) {
        return state == BindingState.UNLABELLED || state == BindingState.PINNED ? BindingState.BOUND : state;
    }
}
