package io.credstream.cli.get;

import io.credstream.audit.fuse.HeldChange;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that a fuse holds. */
record HeldRow(
        @Documented("the control plane") String cluster,
        @Documented("always empty") String namespace,

        @Documented("the change: what 'credstream release' takes")
        String name,

        @Documented("what was changed; null if that has changed again since") @Nullable
        String object,

        @Documented("the Manifests that wait for it") List<String> manifests,
        @Documented("why it is held") String reason,
        @Documented("since when") String since)
        implements Row {

    static final List<Column<HeldRow>> COLUMNS = List.of(
            Column.of("CLUSTER", HeldRow::cluster),
            Column.of("CHANGE", HeldRow::name),
            Column.of("OF", HeldRow::object),
            Column.of("MANIFESTS", row -> "" + row.manifests().size()),
            Column.of("BECAUSE", HeldRow::reason),
            Column.of("AGE", row -> Cells.age(row.since())));

    static HeldRow of(HeldChange held) {
        return new HeldRow(
                held.target().cluster(),
                "",
                held.target().change().describe(),
                held.object().orElse(null),
                held.manifests().stream().map(ObjectRef::key).toList(),
                held.reason(),
                held.since().toString());
    }
}
