package io.credstream.rules.decide;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.Pin;
import io.credstream.rules.Digest;
import io.credstream.rules.decide.Decision.InOrder;
import io.credstream.rules.decide.Decision.LeaveAlone;
import io.credstream.rules.decide.Decision.Reason;
import io.credstream.rules.decide.Decision.Selector;
import io.credstream.rules.decide.Decision.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Manifest should become, given what was observed there (R9–R15, R19, R20). A pure function. */
public final class ManifestDecision {
    private ManifestDecision() {}

    /**
     * Decides.
     *
     * @param candidates the bindings of the Manifest's scope, component and version, in any order
     * @param cause what an update would follow from
     */
    public static Decision decide(Manifest manifest, Collection<Binding> candidates, Cause cause) {
        return switch (TemplateChoice.choose(manifest, candidates)) {
            case TemplateChoice.None none -> leaveAlone(manifest, BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE);
            case TemplateChoice.Several several ->
                leaveAlone(manifest, BindingState.AMBIGUOUS_TEMPLATE, Reason.AMBIGUOUS_TEMPLATE);
            case TemplateChoice.Chosen(Binding binding) -> decide(manifest, binding, cause);
        };
    }

    /** As {@link #decide}, for a Manifest that is pinned (R19). Layers that are not pinned follow their template as ever. */
    static Decision pinned(Manifest manifest, Pin pin, Collection<Binding> candidates, Cause cause) {
        Optional<Binding> binding =
                TemplateChoice.choose(manifest, candidates) instanceof TemplateChoice.Chosen(Binding b)
                        ? Optional.of(b)
                        : Optional.empty();
        Applied applied = Applied.parse(manifest.annotations().applied());
        Map<Layer, LayerDecision> layers = new EnumMap<>(Layer.class);
        for (ManifestLayer layer : manifest.layers()) {
            Optional<Pin.PinnedLayer> pinned = pin.layer(layer.layer());
            layers.put(
                    layer.layer(),
                    pinned.isPresent()
                            ? LayerDecision.pinned(layer, pinned.get().selector(), applied)
                            : binding.map(b -> LayerDecision.of(layer, boundLayer(b, layer.layer()), applied))
                                    .orElseGet(() -> LayerDecision.leftAlone(layer, applied)));
        }
        return mustNotBeWritten(manifest)
                ? leaveAlone(manifest, BindingState.PINNED, Reason.NOT_CONCERNED)
                : write(manifest, layers, BindingState.PINNED, cause);
    }

    /**
     * Takes back all that is ours, and nothing else, whatever there is to say otherwise (R20); a selector that would be there without us
     * stays.
     *
     * @param binding of the template that the Manifest belongs to, if there is exactly one
     */
    static Decision withdrawn(Manifest manifest, Optional<Binding> binding, Cause cause) {
        Applied applied = Applied.parse(manifest.annotations().applied());
        Map<Layer, LayerDecision> layers = new EnumMap<>(Layer.class);
        for (ManifestLayer layer : manifest.layers()) {
            Optional<BoundLayer> bound = binding.flatMap(b -> boundLayer(b, layer.layer()));
            layers.put(layer.layer(), LayerDecision.withdrawn(layer, bound, applied));
        }
        boolean concerned = isSpokenOf(manifest) || layers.values().stream().anyMatch(LayerDecision::ours);
        return !concerned || mustNotBeWritten(manifest)
                ? leaveAlone(manifest, BindingState.UNLABELLED, Reason.WITHDRAWN)
                : write(manifest, layers, BindingState.UNLABELLED, cause);
    }

    private static Decision decide(Manifest manifest, Binding binding, Cause cause) {
        Applied applied = Applied.parse(manifest.annotations().applied());
        Map<Layer, LayerDecision> layers = new EnumMap<>(Layer.class);
        for (ManifestLayer layer : manifest.layers()) {
            layers.put(layer.layer(), LayerDecision.of(layer, boundLayer(binding, layer.layer()), applied));
        }
        BindingState state =
                layers.values().stream().map(LayerDecision::state).reduce(BindingState.UNLABELLED, BindingState::worse);
        boolean concerned = isSpokenOf(manifest) || layers.values().stream().anyMatch(l -> l.labelled() || l.ours());
        return !concerned || mustNotBeWritten(manifest)
                ? leaveAlone(manifest, state, Reason.NOT_CONCERNED)
                : write(manifest, layers, state, cause);
    }

    private static Decision write(
            Manifest manifest, Map<Layer, LayerDecision> layers, BindingState state, Cause cause) {
        List<LayerEdit> edits = layers.values().stream()
                .map(LayerDecision::edit)
                .flatMap(e -> Optional.ofNullable(e).stream())
                .toList();
        ManifestAnnotations desired = annotations(layers, state, cause);
        return edits.stream().noneMatch(LayerEdit::changes) && isSame(manifest.annotations(), desired)
                ? new InOrder(state, manifest.annotations())
                : new Update(update(manifest, edits, desired, state, cause), selectors(manifest, layers));
    }

    private static List<Selector> selectors(Manifest manifest, Map<Layer, LayerDecision> layers) {
        return manifest.layers().stream()
                .map(observed -> Optional.ofNullable(layers.get(observed.layer()))
                        .map(LayerDecision::edit)
                        .filter(LayerEdit::changes)
                        .map(edit -> new Selector(edit.layer(), observed.canonical(), edit.desired()))
                        .orElseGet(() -> new Selector(observed.layer(), observed.canonical(), observed.canonical())))
                .toList();
    }

    /** Whether anything that we say stands on a Manifest, be it stale, and be its selectors somebody else's. */
    private static boolean isSpokenOf(Manifest manifest) {
        return !isSame(manifest.annotations(), ManifestAnnotations.NONE);
    }

    private static Optional<BoundLayer> boundLayer(Binding binding, Layer layer) {
        return binding.layers().stream().filter(l -> l.layer() == layer).findFirst();
    }

    private static boolean mustNotBeWritten(Manifest manifest) {
        return manifest.deleting() || manifest.skipReconciliation();
    }

    private static LeaveAlone leaveAlone(Manifest manifest, BindingState state, Reason reason) {
        if (manifest.deleting()) {
            return new LeaveAlone(state, Reason.DELETING);
        }
        return new LeaveAlone(state, manifest.skipReconciliation() ? Reason.SKIP_RECONCILIATION : reason);
    }

    /** Where no layer has a label any more, what is left of us is withdrawn whole. */
    private static ManifestAnnotations annotations(Map<Layer, LayerDecision> layers, BindingState state, Cause cause) {
        if (layers.values().stream().noneMatch(LayerDecision::labelled)) {
            return ManifestAnnotations.NONE;
        }
        Map<Layer, String> hashes = new EnumMap<>(Layer.class);
        List<@Nullable String> revisions = new ArrayList<>();
        layers.forEach((layer, decision) -> {
            if (decision.applied() != null) {
                hashes.put(layer, decision.applied());
            }
            if (decision.revision() != null) {
                revisions.add(layer.display() + "=" + decision.revision());
            }
        });
        return new ManifestAnnotations(
                new Applied(hashes).format(),
                revisions.isEmpty() ? null : Digest.of(revisions),
                state.display(),
                cause.describe());
    }

    /** Another cause is never itself a reason to write (R14); one of nothing at all is taken back. */
    private static boolean isSame(ManifestAnnotations observed, ManifestAnnotations desired) {
        boolean unsaid = desired.equals(ManifestAnnotations.NONE);
        return (!unsaid || observed.cause() == null)
                && Objects.equals(observed.applied(), desired.applied())
                && Objects.equals(observed.revision(), desired.revision())
                && Objects.equals(observed.state(), desired.state());
    }

    private static ManifestUpdate update(
            Manifest manifest, List<LayerEdit> edits, ManifestAnnotations desired, BindingState state, Cause cause) {
        return new ManifestUpdate(
                manifest.ref(),
                manifest.uid(),
                manifest.version(),
                manifest.annotated(),
                edits,
                manifest.annotations(),
                desired,
                state,
                1,
                cause);
    }
}
