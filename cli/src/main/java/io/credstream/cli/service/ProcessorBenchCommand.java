package io.credstream.cli.service;

import io.credstream.benchmarks.ProcessorBenchmark;
import io.credstream.benchmarks.ProcessorReport;
import io.credstream.benchmarks.ProcessorReport.Measurement;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.OutputFormat;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
final class ProcessorBenchCommand extends Configured<DemoSettings> {

    private static final List<Column<Measurement>> COLUMNS = List.of(
            Column.of("TEMPLATES", row -> Long.toString(row.templates())),
            Column.of("MANIFESTS", row -> Long.toString(row.manifests())),
            Column.of("RECORDS", row -> Long.toString(row.records())),
            Column.of("BARE CONSUMER S", row -> number(row.bareSeconds())),
            Column.of("ALL DECIDED S", row -> number(row.seconds())),
            Column.of("LIVE HEAP MIB", row -> number(row.liveBytes() / 1024.0 / 1024)));

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "How often each fleet is measured, after one that warms up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    ProcessorBenchCommand() {
        super(DemoSettings.class);
    }

    @Override
    protected Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(DemoSettings settings) throws IOException, InterruptedException {
        ProcessorReport report = ProcessorBenchmark.run(rounds, this::say);
        switch (format) {
            case TABLE, WIDE -> print(report);
            case JSON, YAML -> Answer.print(format, report, out());
        }
        return ExitCode.FINE;
    }

    private void say(String step) {
        err().println(step + " …");
        err().flush();
    }

    private void print(ProcessorReport report) {
        Answer.print(format, "measurements", COLUMNS, report.measurements(), out(), err());
        out().println();
        out().printf(
                        Locale.ROOT,
                        "Beyond its start it decides %.0f Manifests a second, %.3f of the rate of the bare consumer.%n",
                        report.decidedPerSecond(),
                        report.ratio());
        out().println("Each further Manifest takes " + kib(report.bytesPerManifest())
                + " of live heap, each further template with its credential " + kib(report.bytesPerTemplate())
                + " in each partition.");
        out().flush();
    }

    private static String kib(double bytes) {
        return number(bytes / 1024) + " KiB";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
