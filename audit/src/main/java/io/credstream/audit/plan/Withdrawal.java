package io.credstream.audit.plan;

import io.credstream.audit.Outcome;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.rules.decide.Applied;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.SelectorJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What it means for a Manifest that everything of ours is taken back from it (R20).
 *
 * @param left layers whose selector is ours and stays, because somebody else asks for it too
 * @param cutsOff whether its module can pull a layer now, as far as is known, and no longer will: what lifecycle-manager finds with a
 *     selector it is about to lose is a credential for that layer. Where that is not known, it counts as such
 */
record Withdrawal(List<Layer> left, boolean cutsOff) {

    /** Empty if it is not withdrawn. */
    static Optional<Withdrawal> of(@Nullable Outcome before, @Nullable Outcome after) {
        if (before == null || after == null || !isWithdrawn(after)) {
            return Optional.empty();
        }
        return Optional.of(
                after.decision() instanceof Decision.Update(ManifestUpdate update, var ends)
                        ? new Withdrawal(left(after.manifest(), update), cutsOff(before, update))
                        : new Withdrawal(List.of(), false));
    }

    private static boolean isWithdrawn(Outcome outcome) {
        return outcome.brake()
                .filter(order -> order.action() instanceof Brake(Mode mode) && mode == Mode.WITHDRAW)
                .isPresent();
    }

    private static List<Layer> left(Manifest manifest, ManifestUpdate update) {
        Applied applied = Applied.parse(manifest.annotations().applied());
        return manifest.layers().stream()
                .filter(applied::owns)
                .map(ManifestLayer::layer)
                .filter(layer -> update.layers().stream().noneMatch(edit -> edit.layer() == layer && edit.changes()))
                .toList();
    }

    private static boolean cutsOff(Outcome before, ManifestUpdate update) {
        boolean read = switch (before.honoured()) {
            case HONOURED, VERSION_UNKNOWN -> true;
            case NOT_BY_THIS_VERSION, NOT_FOR_REMOTE_TEMPLATES -> false;
        };
        return read
                && update.layers().stream()
                        .filter(edit -> edit.expected() != null && edit.desired() == null)
                        .anyMatch(edit -> canPull(before, edit));
    }

    private static boolean canPull(Outcome before, LayerEdit edit) {
        return before.binding()
                .flatMap(binding -> layer(binding, edit.layer()))
                .filter(layer -> asksFor(layer, before.manifest()))
                .map(layer -> isEnough(layer.state()))
                .orElse(true);
    }

    private static Optional<BoundLayer> layer(Binding binding, Layer layer) {
        return binding.layers().stream().filter(bound -> bound.layer() == layer).findFirst();
    }

    /** Whether the template says what the Manifest carries: then it is known what that selects. */
    private static boolean asksFor(BoundLayer bound, Manifest manifest) {
        return bound.selector() instanceof LayerSelector.Labelled labelled
                && manifest.layer(bound.layer())
                        .filter(layer -> SelectorJson.of(labelled.selector()).equals(layer.canonical()))
                        .isPresent();
    }

    private static boolean isEnough(BindingState state) {
        return switch (state) {
            case BOUND, PINNED, AMBIGUOUS -> true;
            case UNLABELLED,
                    NOT_COVERED,
                    NO_MATCH,
                    POISONED,
                    UNUSABLE,
                    INVALID_SELECTOR,
                    AMBIGUOUS_TEMPLATE,
                    NO_TEMPLATE -> false;
        };
    }
}
