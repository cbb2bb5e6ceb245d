package io.credstream.cli.service;

import io.credstream.benchmarks.LogBenchmark;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream bench log}. */
@Command(
        name = "log",
        header = "Measures answers from a long log, against a bare consumer of the same records.",
        description = {
            "Writes the log of a fleet in which passwords rotate to a broker of its own, and answers from it, in turn with",
            "a consumer that looks at nothing. A million records take about half a minute."
        },
        footer = {"", "@|bold Examples|@", "  credstream bench log", "  credstream bench log --records 100000"})
final class LogBenchCommand extends Configured<DemoSettings> {

    @Option(
            names = "--records",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "How long the log is. Default: ${DEFAULT-VALUE}.")
    private long records;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "How often each answer is measured, after one that warms up. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    LogBenchCommand() {
        super(DemoSettings.class);
    }

    @Override
    protected Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(DemoSettings settings) throws IOException, InterruptedException {
        LogBenchmark.run(out(), records, rounds);
        return ExitCode.FINE;
    }
}
