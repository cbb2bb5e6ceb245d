package io.credstream.processor.oracle;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** R9 to R15 by brute force. */
public final class DecideOracle {
    private static final List<BindingState> WORST_FIRST = List.of(
            BindingState.INVALID_SELECTOR,
            BindingState.UNUSABLE,
            BindingState.POISONED,
            BindingState.NO_MATCH,
            BindingState.NOT_COVERED,
            BindingState.AMBIGUOUS,
            BindingState.BOUND,
            BindingState.UNLABELLED);

    private static final ManifestAnnotations NOTHING = new ManifestAnnotations(null, null, null, null);

    private DecideOracle() {}

    /**
     * What is to become of a Manifest.
     *
     * @param outcome {@code UPDATE}, {@code IN_ORDER}, or why it is left alone
     */
    public record Answer(
            String outcome, BindingState state, @Nullable ManifestUpdate update) {}

    public static Answer answer(Manifest manifest, Collection<Binding> bindings, Cause cause) {
        List<Binding> fitting = fitting(manifest, bindings);
        if (fitting.size() != 1) {
            BindingState state = fitting.isEmpty() ? BindingState.NO_TEMPLATE : BindingState.AMBIGUOUS_TEMPLATE;
            return new Answer(untouchable(manifest, state.name()), state, null);
        }
        Map<Layer, BoundLayer> said = new TreeMap<>();
        for (BoundLayer layer : fitting.getFirst().layers()) {
            said.put(layer.layer(), layer);
        }
        BindingState worst = BindingState.UNLABELLED;
        List<LayerEdit> edits = new ArrayList<>();
        List<String> applied = new ArrayList<>();
        List<String> revisions = new ArrayList<>();
        boolean labelled = false;
        boolean anyOurs = false;
        for (ManifestLayer layer : manifest.layers()) {
            String name = layer.layer().display();
            String canonical = layer.canonical();
            boolean ours = ours(manifest, layer);
            anyOurs |= ours;
            BoundLayer bound = said.get(layer.layer());
            LayerSelector selector = bound == null ? new LayerSelector.Unlabelled() : bound.selector();
            if (bound != null && WORST_FIRST.indexOf(bound.state()) < WORST_FIRST.indexOf(worst)) {
                worst = bound.state();
            }
            labelled |= !(selector instanceof LayerSelector.Unlabelled);
            if (selector instanceof LayerSelector.Labelled l
                    && !json(l.selector()).equals(canonical)) {
                edits.add(new LayerEdit(layer.layer(), layer.selector(), json(l.selector())));
                applied.add(name + "=" + Hash.of(json(l.selector())));
            } else if (selector instanceof LayerSelector.Unlabelled && ours) {
                edits.add(new LayerEdit(layer.layer(), layer.selector(), null));
            } else {
                if (String.valueOf(manifest.annotations().applied())
                        .matches("(.*,)?\\s*" + name + "=[0-9a-f]{16}\\s*(,.*)?")) {
                    edits.add(new LayerEdit(layer.layer(), layer.selector(), layer.selector()));
                }
                if (ours && canonical != null) {
                    applied.add(name + "=" + Hash.of(canonical));
                }
            }
            if (selector instanceof LayerSelector.Labelled && bound != null && bound.revision() != null) {
                revisions.add(name + "=" + bound.revision());
            }
        }
        if ((!labelled && !anyOurs && !spoken(manifest)) || manifest.deleting() || manifest.skipReconciliation()) {
            return new Answer(untouchable(manifest, "NOT_CONCERNED"), worst, null);
        }
        ManifestAnnotations desired = !labelled
                ? NOTHING
                : new ManifestAnnotations(
                        applied.isEmpty() ? null : String.join(",", applied),
                        revisions.isEmpty() ? null : Hash.ofParts(revisions),
                        worst.display(),
                        cause.describe());
        ManifestAnnotations observed = manifest.annotations();
        boolean same = edits.stream().allMatch(edit -> Objects.equals(edit.expected(), edit.desired()))
                && Objects.equals(observed.applied(), desired.applied())
                && Objects.equals(observed.revision(), desired.revision())
                && Objects.equals(observed.state(), desired.state())
                && (labelled || observed.cause() == null);
        return same
                ? new Answer("IN_ORDER", worst, null)
                : new Answer("UPDATE", worst, update(manifest, edits, desired, worst, cause));
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

    private static boolean ours(Manifest manifest, ManifestLayer layer) {
        String canonical = layer.canonical();
        return canonical != null
                && String.valueOf(manifest.annotations().applied())
                        .matches("(.*,)?" + layer.layer().display() + "=" + Hash.of(canonical) + "(,.*)?");
    }

    private static boolean spoken(Manifest manifest) {
        return !manifest.annotations().equals(NOTHING);
    }

    private static String untouchable(Manifest manifest, String otherwise) {
        if (manifest.deleting()) {
            return "DELETING";
        }
        return manifest.skipReconciliation() ? "SKIP_RECONCILIATION" : otherwise;
    }

    private static List<Binding> fitting(Manifest manifest, Collection<Binding> bindings) {
        Scope wanted = new Scope(manifest.ref().cluster(), manifest.remoteTemplate() ? manifest.kyma() : null);
        List<List<Binding>> byRank = new ArrayList<>();
        for (int rank = 0; rank < 16; rank++) {
            byRank.add(new ArrayList<>());
        }
        for (Binding b : bindings) {
            boolean fits = b.scope().equals(wanted)
                    && (manifest.kyma() != null || !manifest.remoteTemplate())
                    && manifest.component() != null
                    && manifest.componentVersion() != null
                    && manifest.component().equals(b.component())
                    && manifest.componentVersion().equals(b.componentVersion());
            if (fits) {
                byRank.get(rank(manifest, b)).add(b);
            }
        }
        // Each wish weighs more than all that come after it together, so the highest rank that anyone has is what is
        // left.
        return byRank.reversed().stream().filter(b -> !b.isEmpty()).findFirst().orElse(List.of());
    }

    private static int rank(Manifest manifest, Binding b) {
        boolean namespace = b.template().namespace().equals(manifest.ref().namespace());
        boolean module = b.moduleName() != null && b.moduleName().equals(manifest.moduleName());
        boolean channel = b.channel() != null && b.channel().equals(manifest.channel());
        boolean name = b.template().name().equals(manifest.moduleName() + "-" + manifest.componentVersion());
        return (namespace ? 8 : 0) + (module ? 4 : 0) + (channel ? 2 : 0) + (name ? 1 : 0);
    }

    private static String json(LabelSelector selector) {
        String expressions = "";
        for (Requirement r : selector.matchExpressions()) {
            expressions += (expressions.isEmpty() ? "" : ",") + "{\"key\":\"" + r.key() + "\",\"operator\":\""
                    + r.operator().display() + "\""
                    + (r.values().isEmpty() ? "" : ",\"values\":[\"" + String.join("\",\"", r.values()) + "\"]") + "}";
        }
        String labels = "";
        for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
            labels += (labels.isEmpty() ? "" : ",") + "\"" + label.getKey() + "\":\"" + label.getValue() + "\"";
        }
        return "{" + (expressions.isEmpty() ? "" : "\"matchExpressions\":[" + expressions + "]")
                + (expressions.isEmpty() || labels.isEmpty() ? "" : ",")
                + (labels.isEmpty() ? "" : "\"matchLabels\":{" + labels + "}") + "}";
    }
}
