package io.credstream.cli.get;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.model.Cause;
import io.credstream.model.Order;
import io.credstream.model.Order.Target;
import io.credstream.read.TopicRecord;
import java.util.List;

/** The last order of a kind about some Manifests. */
record OrderRow(
        @Documented("the control plane whose Manifests it is about; empty if not only those of one")
        String cluster,

        @Documented("always empty") String namespace,

        @Documented("what is wanted: drive, pause, withdraw or resume")
        String name,

        @Documented("of which Manifests: cluster/ID, module/NAME, change/ID/CHANGE or all")
        String target,

        @Documented("who gave it; fuse for a fuse that blew")
        String user,

        @Documented("why") String reason,
        @Documented("when") String at)
        implements Row {

    static final List<Column<OrderRow>> COLUMNS = List.of(
            Column.of("ORDER", OrderRow::name),
            Column.of("OF", OrderRow::target),
            Column.of("USER", OrderRow::user),
            Column.of("REASON", OrderRow::reason),
            Column.of("AGE", row -> Cells.age(row.at())));

    static OrderRow of(TopicRecord.Value<Order> record) {
        Order order = record.value();
        return new OrderRow(
                switch (order.target()) {
                    case Target.OfCluster(String cluster) -> cluster;
                    case Target.OfChange(String cluster, Cause change) -> cluster;
                    case Target.OfModule module -> "";
                    case Target.All all -> "";
                },
                "",
                order.action().display(),
                order.target().display(),
                order.user(),
                order.reason(),
                order.at().toString());
    }
}
