package io.credstream.cli.get;

import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "orders",
        header =
                "What operators wanted, the last of each kind, and which fuses blew: of which Manifests, who, and why.",
        footer = {"", "@|bold Examples|@", "  credstream get orders", "  credstream get orders --cluster kcp-eu -o json"
        })
final class OrdersCommand extends Question<OrderRow> {

    OrdersCommand() {
        super(OrderRow.class, "orders");
    }

    @Override
    List<OrderRow> rows(LogReader log) {
        return log.latest(log.topics().orders()).records().values().stream()
                .map(OrderRow::of)
                .toList();
    }

    @Override
    List<Column<OrderRow>> columns() {
        return OrderRow.COLUMNS;
    }
}
