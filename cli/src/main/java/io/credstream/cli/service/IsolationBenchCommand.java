package io.credstream.cli.service;

import io.credstream.benchmarks.isolation.IsolationBenchmark;
import io.credstream.benchmarks.isolation.IsolationReport;
import io.credstream.cli.output.Column;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream bench isolation}. */
@Command(
        name = "isolation",
        header = "Measures what a dead cluster and a slow one do to the propagation of all others.",
        description = {
            "Runs a fleet of its own in pairs: with all clusters well, and with one that takes requests and answers none and one",
            "that answers a hundred times slower. Prints the medians of the others, and their ratio. Takes a few minutes."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream bench isolation",
            "  credstream bench isolation --pairs 15 -o json"
        })
final class IsolationBenchCommand extends Measurement<IsolationReport> {

    private static final List<Column<IsolationReport.Pair>> PAIRS = List.of(
            Column.of("FIRST", pair -> pair.first().name().toLowerCase(Locale.ROOT)),
            Column.of("WITHOUT MS", pair -> number(3, pair.without())),
            Column.of("WITH MS", pair -> number(3, pair.with())),
            Column.of("RATIO", pair -> number(3, pair.ratio())));

    @Option(
            names = "--clusters",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many, the two in trouble included. Default: ${DEFAULT-VALUE}.")
    private int clusters;

    @Option(
            names = "--pairs",
            defaultValue = "7",
            paramLabel = "N",
            description = "How many pairs of runs. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
            names = "--rounds",
            defaultValue = "4",
            paramLabel = "N",
            description = "How often each cluster rotates in a run. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    IsolationReport measure(Consumer<String> progress) throws IOException, InterruptedException {
        return IsolationBenchmark.run(plan(() -> new IsolationBenchmark.Plan(clusters, pairs, rounds)), progress);
    }

    @Override
    void print(IsolationReport report) {
        table(PAIRS, report.pairs());
        IsolationReport.Spread ratio = report.ratio();
        out().println();
        out().println(String.format(
                Locale.ROOT,
                "ratio of the medians  %.3f, from %.3f to %.3f; the slow cluster takes %.0f ms longer",
                ratio.median(),
                ratio.least(),
                ratio.most(),
                report.slowAnswerMillis()));
    }
}
