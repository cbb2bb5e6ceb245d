package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pin. */
record PinRow(
        @Documented("the control plane") String cluster,
        @Documented("where the Manifest is") String namespace,
        @Documented("of the Manifest") String name,

        @Documented("per layer that is pinned: layer, selector (JSON; null means none of ours)")
        List<LayerRow> layers,

        @Documented("Holds, Released or Expired") String status,

        @Documented("the moment whose selectors these are") String asOf,
        @Documented("who placed it") String user,
        @Documented("why") String reason,
        @Documented("when it was placed") String placedAt,

        @Documented("until when it holds; null for ever") @Nullable
        String expires,

        @Documented("who released it, or null") @Nullable String releasedBy,
        @Documented("why, or null") @Nullable String releasedBecause,
        @Documented("when, or null") @Nullable String releasedAt)
        implements Row {

    static final String HOLDS = "Holds";

    /** A layer. */
    record LayerRow(String layer, @Nullable String selector) {}

    static final List<Column<PinRow>> COLUMNS = List.of(
            Column.of("CLUSTER", PinRow::cluster),
            Column.of("MANIFEST", row -> row.namespace() + "/" + row.name()),
            Column.of("INSTALL", row -> row.selector(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.selector(Layer.CONFIG)),
            Column.<PinRow>of("STATUS", PinRow::status)
                    .styled(text -> text.equals(HOLDS) ? Style.ATTENTION : Style.FAINT),
            Column.of("ENDS", row -> row.status().equals(HOLDS) ? Cells.expiry(row.expires()) : null),
            Column.of("USER", PinRow::user),
            Column.of("REASON", PinRow::reason),
            Column.wide("AS-OF", PinRow::asOf),
            Column.wide("RELEASED-BY", PinRow::releasedBy),
            Column.wide("RELEASED-BECAUSE", PinRow::releasedBecause),
            Column.of("AGE", row -> Cells.age(row.placedAt())));

    static PinRow of(Pin pin, Instant moment) {
        ObjectRef ref = pin.manifest();
        Instant end = pin.expires();
        Pin.Release release = pin.release();
        return new PinRow(
                ref.cluster(),
                ref.namespace(),
                ref.name(),
                pin.layers().stream()
                        .map(layer -> new LayerRow(layer.layer().display(), layer.selector()))
                        .toList(),
                pin.holds(moment) ? HOLDS : release == null ? "Expired" : "Released",
                pin.asOf().toString(),
                pin.user(),
                pin.reason(),
                pin.placed().toString(),
                end == null ? null : end.toString(),
                release == null ? null : release.user(),
                release == null ? null : release.reason(),
                release == null ? null : release.at().toString());
    }

    boolean holds() {
        return status.equals(HOLDS);
    }

    private @Nullable String selector(Layer layer) {
        return layers.stream()
                .filter(row -> row.layer().equals(layer.display()))
                .map(row -> row.selector() == null ? "none" : String.valueOf(Cells.selector(row.selector())))
                .findFirst()
                .orElse(null);
    }
}
