package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import io.credstream.model.Cause;
import io.credstream.model.Order;
import io.credstream.read.TopicRecord;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "orders",
        header =
                "What operators wanted, the last of each kind, and which fuses blew: of which Manifests, who, and why.",
        footer = {"", "@|bold Examples|@", "  credstream get orders", "  credstream get orders --cluster kcp-eu -o json"
        })
final class OrdersCommand extends Question<TopicRecord.Value<Order>> {

    private static final List<Column<TopicRecord.Value<Order>>> COLUMNS = List.of(
            Column.of("ORDER", row -> row.value().action().display()),
            Column.of("OF", row -> row.value().target().display()),
            Column.of("USER", row -> row.value().user()),
            Column.of("REASON", row -> row.value().reason()),
            Column.of("AGE", row -> Cells.age(row.value().at())));

    OrdersCommand() {
        super("orders");
    }

    @Override
    List<TopicRecord.Value<Order>> rows(LogReader log) {
        return List.copyOf(log.latest(log.topics().orders()).records().values());
    }

    @Override
    Place place(TopicRecord.Value<Order> row) {
        return new Place(cluster(row.value().target()), "", row.value().action().display());
    }

    @Override
    List<Column<TopicRecord.Value<Order>>> columns() {
        return COLUMNS;
    }

    private static String cluster(Order.Target target) {
        return switch (target) {
            case Order.Target.OfCluster(String cluster) -> cluster;
            case Order.Target.OfChange(String cluster, Cause change) -> cluster;
            case Order.Target.OfModule module -> "";
            case Order.Target.All all -> "";
        };
    }
}
