package io.credstream.cli.service;

import io.credstream.benchmarks.watches.Program;
import io.credstream.benchmarks.watches.WatchesBenchmark;
import io.credstream.benchmarks.watches.WatchesReport;
import io.credstream.cli.Credstream;
import io.credstream.cli.output.Column;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream bench watches}. */
@Command(
        name = "watches",
        header = "Measures what each further cluster costs an ingest in live heap and threads.",
        description = {
            "Starts an ingest on fleets of several sizes, with three watches for each cluster, and beside it bare watches of",
            "the client library as the floor, and its informers at a tenth of the sizes. Brokers and API servers are in other",
            "processes. Takes about ten minutes and 8 GiB."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream bench watches",
            "  credstream bench watches --clusters 50,100,200    in a minute or two, and less exact",
            "  credstream bench watches -o json"
        })
final class WatchesBenchCommand extends Measurement<WatchesReport> {

    private static final List<Column<WatchesReport.Measurement>> MEASUREMENTS = List.of(
            Column.of("PROCESS", row -> row.subject().display()),
            Column.of("CLUSTERS", row -> Integer.toString(row.clusters())),
            Column.of("LIVE HEAP KIB", row -> Long.toString(row.liveBytes() / 1024)),
            Column.of("THREADS", row -> Long.toString(row.threads())));

    private static final List<Column<WatchesReport.Cost>> COSTS = List.of(
            Column.of("PROCESS", row -> row.subject().display()),
            Column.of("KIB/CLUSTER", row -> number(1, row.kibPerCluster())),
            Column.of("THREADS/CLUSTER", row -> number(3, row.threadsPerCluster())),
            Column.of("HEAP TO FLOOR", row -> number(2, row.ratioOfHeap())));

    private static final List<Column<WatchesReport.Target>> TARGETS = List.of(
            Column.of("TARGET", WatchesReport.Target::what),
            Column.of("AT MOST", row -> number(2, row.atMost())),
            Column.of("REACHED", row -> number(3, row.reached())),
            Column.of("", row -> row.met() ? "met" : "missed"));

    @Option(
            names = "--clusters",
            split = ",",
            defaultValue = "200,600,2000",
            paramLabel = "N",
            description = "The sizes of the fleets. Default: ${DEFAULT-VALUE}.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--secrets",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many each cluster has. Default: ${DEFAULT-VALUE}.")
    private int secrets;

    @Override
    WatchesReport measure(Consumer<String> progress) throws IOException, InterruptedException {
        Program ingest = new Program(Credstream.class, "ingest", "--log-level", "error");
        return WatchesBenchmark.run(plan(() -> new WatchesBenchmark.Plan(ingest, sizes, secrets)), progress);
    }

    @Override
    void print(WatchesReport report) {
        table(MEASUREMENTS, report.measurements());
        out().println();
        table(COSTS, report.costs());
        out().println();
        table(TARGETS, report.targets());
    }
}
