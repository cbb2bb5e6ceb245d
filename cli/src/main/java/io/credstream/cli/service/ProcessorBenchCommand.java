package io.credstream.cli.service;

import io.credstream.benchmarks.ProcessorBenchmark;
import io.credstream.benchmarks.ProcessorReport;
import io.credstream.cli.output.Column;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream bench processor}. */
@Command(
        name = "processor",
        header = "Measures how long a processor without any state takes for a fleet, and the memory of it.",
        description = {
            "Writes the log of a fleet in which no Manifest is as it should be to a broker in the same process, and waits until",
            "a processor with one thread has decided all of them, in turn with a consumer that looks at nothing. Takes some minutes."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream bench processor",
            "  credstream bench processor --rounds 1 -o json"
        })
final class ProcessorBenchCommand extends Measurement<ProcessorReport> {

    private static final List<Column<ProcessorReport.Measurement>> COLUMNS = List.of(
            Column.of("TEMPLATES", row -> Long.toString(row.templates())),
            Column.of("MANIFESTS", row -> Long.toString(row.manifests())),
            Column.of("RECORDS", row -> Long.toString(row.records())),
            Column.of("BARE CONSUMER S", row -> number(2, row.bareSeconds())),
            Column.of("ALL DECIDED S", row -> number(2, row.seconds())),
            Column.of("LIVE HEAP MIB", row -> number(2, row.liveBytes() / 1024.0 / 1024)));

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "How often each fleet is measured, after one that warms up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    ProcessorReport measure(Consumer<String> progress) throws IOException, InterruptedException {
        return ProcessorBenchmark.run(plan(() -> new ProcessorBenchmark.Plan(rounds)), progress);
    }

    @Override
    void print(ProcessorReport report) {
        table(COLUMNS, report.measurements());
        out().println();
        out().println(String.format(
                Locale.ROOT,
                "Beyond its start it decides %.0f Manifests a second, %.3f of the rate of the bare consumer.",
                report.decidedPerSecond(),
                report.ratio()));
        out().println("Each further Manifest takes " + kib(report.bytesPerManifest())
                + " of live heap, each further template with its credential " + kib(report.bytesPerTemplate())
                + " in each partition.");
    }

    private static String kib(double bytes) {
        return number(2, bytes / 1024) + " KiB";
    }
}
