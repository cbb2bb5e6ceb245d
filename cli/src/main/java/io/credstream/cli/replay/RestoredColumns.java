package io.credstream.cli.replay;

import io.credstream.audit.pin.Restoration.Restored;
import io.credstream.audit.pin.Restoration.RestoredLayer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Manifests that are to be pinned, in a table. */
final class RestoredColumns {

    private static final String NONE = "none";

    static final List<Column<Restored>> ALL = List.of(
            Column.of("CLUSTER", row -> row.manifest().cluster()),
            Column.of(
                    "MANIFEST",
                    row -> row.manifest().namespace() + "/" + row.manifest().name()),
            Column.of("INSTALL", row -> change(row, Layer.INSTALL)),
            Column.of("CONFIG", row -> change(row, Layer.CONFIG)),
            Column.of("CREDENTIALS", RestoredColumns::credentials)
                    .styled(text -> text.contains(NONE) ? Style.BAD : Style.PLAIN),
            Column.of(
                    "NOT-RESTORED",
                    row -> row.refused().stream().map(Layer::display).collect(Collectors.joining(", "))));

    private RestoredColumns() {}

    static boolean selectsNothing(RestoredLayer layer) {
        return layer.then() != null && layer.matches().isEmpty();
    }

    private static @Nullable String change(Restored row, Layer layer) {
        return row.layers().stream()
                .filter(each -> each.layer() == layer)
                .map(each -> change(text(each.now()), text(each.then())))
                .findFirst()
                .orElse(null);
    }

    private static String change(String now, String then) {
        return !now.equals(then) ? now + " → " + then : now.equals(NONE) ? NONE : "stays " + then;
    }

    private static String credentials(Restored row) {
        return row.layers().stream()
                .filter(layer -> layer.then() != null)
                .map(layer -> layer.matches().isEmpty()
                        ? NONE
                        : layer.matches().stream().map(ObjectRef::key).collect(Collectors.joining(",")))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String text(@Nullable String selector) {
        return selector == null ? NONE : SelectorText.ofJson(selector);
    }
}
