package io.credstream.cli.replay;

import io.credstream.audit.pin.Restoration.Restored;
import io.credstream.audit.pin.Restoration.RestoredLayer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Manifest that is to be pinned. */
record RestoredRow(
        @Documented("the control plane") String cluster,
        @Documented("where the Manifest is") String namespace,
        @Documented("of the Manifest") String name,

        @Documented(
                "per layer that is pinned: layer, now, then (selectors in JSON, or null), matches (credentials that the latter"
                        + " selects now)")
        List<LayerRow> layers,

        @Documented("whether it carries other selectors now; if not, it would not keep them")
        boolean differs,

        @Documented("layers whose selector then was none that may be written, and which are not pinned")
        List<String> refused) {

    private static final String NONE = "none";

    /** A layer. */
    record LayerRow(
            String layer, @Nullable String now, @Nullable String then, List<String> matches) {

        boolean selectsNothing() {
            return then != null && matches.isEmpty();
        }
    }

    static final List<Column<RestoredRow>> COLUMNS = List.of(
            Column.of("CLUSTER", RestoredRow::cluster),
            Column.of("MANIFEST", row -> row.namespace() + "/" + row.name()),
            Column.of("INSTALL", row -> row.change(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.change(Layer.CONFIG)),
            Column.<RestoredRow>of("CREDENTIALS", RestoredRow::credentials)
                    .styled(text -> text.contains(NONE) ? Style.BAD : Style.PLAIN),
            Column.of("NOT-RESTORED", row -> String.join(", ", row.refused())));

    static RestoredRow of(Restored restored) {
        ObjectRef ref = restored.manifest();
        return new RestoredRow(
                ref.cluster(),
                ref.namespace(),
                ref.name(),
                restored.layers().stream()
                        .map(layer -> new LayerRow(
                                layer.layer().display(),
                                layer.now(),
                                layer.then(),
                                layer.matches().stream().map(ObjectRef::key).toList()))
                        .toList(),
                restored.layers().stream().anyMatch(RestoredLayer::differs),
                restored.refused().stream().map(Layer::display).toList());
    }

    /** Layers of which no credential is selected any more. */
    long selectingNothing() {
        return layers.stream().filter(LayerRow::selectsNothing).count();
    }

    private @Nullable String change(Layer layer) {
        return layers.stream()
                .filter(row -> row.layer().equals(layer.display()))
                .map(row -> row.now() == null && row.then() == null
                        ? NONE
                        : text(row.now()).equals(text(row.then()))
                                ? "stays " + text(row.then())
                                : text(row.now()) + " → " + text(row.then()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String credentials() {
        String selected = layers.stream()
                .filter(row -> row.then() != null)
                .map(row -> row.matches().isEmpty() ? NONE : String.join(",", row.matches()))
                .distinct()
                .collect(Collectors.joining("; "));
        return selected.isEmpty() ? null : selected;
    }

    private static String text(@Nullable String selector) {
        return selector == null ? NONE : SelectorText.ofJson(selector);
    }
}
