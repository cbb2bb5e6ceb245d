package io.credstream.cli.service;

import io.credstream.benchmarks.watches.Program;
import io.credstream.benchmarks.watches.WatchesBenchmark;
import io.credstream.benchmarks.watches.WatchesReport;
import io.credstream.cli.Configured;
import io.credstream.cli.Credstream;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
            "  credstream bench watches --svg scale.svg -o json"
        })
final class WatchesBenchCommand extends Configured<DemoSettings> {

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

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "Print as table, wide, json or yaml. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the live heap by number of clusters, besides.")
    private @Nullable Path picture;

    WatchesBenchCommand() {
        super(DemoSettings.class);
    }

    @Override
    protected Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(DemoSettings settings) throws IOException, InterruptedException {
        Program ingest = new Program(Credstream.class, "ingest", "--log-level", "error");
        WatchesReport report = WatchesBenchmark.run(new WatchesBenchmark.Plan(ingest, sizes, secrets), this::say);
        if (picture != null) {
            Files.writeString(picture, report.svg());
        }
        switch (output) {
            case TABLE, WIDE -> print(report);
            case JSON, YAML -> Answer.print(output, report, out());
        }
        return ExitCode.FINE;
    }

    private void say(String step) {
        err().println(step);
        err().flush();
    }

    private void print(WatchesReport report) {
        Answer.print(output, "measurements", MEASUREMENTS, report.measurements(), out(), err());
        out().println();
        Answer.print(output, "costs", COSTS, report.costs(), out(), err());
        out().println();
        Answer.print(output, "targets", TARGETS, report.targets(), out(), err());
    }

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

    private static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
