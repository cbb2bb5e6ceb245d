package io.credstream.cli.service;

import io.credstream.benchmarks.PropagationBenchmark;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream bench propagation}. */
@Command(
        name = "propagation",
        header = "Measures propagation on a broker and a fleet of its own, against the bare steps it is made of.",
        description = {
            "Prints the time from a rotated Secret to the patched Manifest, what one watch event, three records through",
            "Kafka and one PATCH take bare, in turn with it, and the ratio of the medians. Takes about a minute."
        },
        footer = {"", "@|bold Examples|@", "  credstream bench propagation --changes 1000"})
final class PropagationBenchCommand extends Configured<DemoSettings> {

    @Option(
            names = "--changes",
            defaultValue = "300",
            paramLabel = "N",
            description = "How many rotations; the first third warms up. Default: ${DEFAULT-VALUE}.")
    private int changes = 300;

    PropagationBenchCommand() {
        super(DemoSettings.class);
    }

    @Override
    protected Logs logs(DemoSettings settings) {
        return Logs.at(settings.logLevel());
    }

    @Override
    protected ExitCode run(DemoSettings settings) throws IOException, InterruptedException, ExecutionException {
        PropagationBenchmark.run(out(), changes);
        return ExitCode.FINE;
    }
}
