package io.credstream.cli.service;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream bench …}. */
@Command(
        name = "bench",
        header = "Measures, always as a ratio to a floor that is measured in the same run.",
        subcommands = {
            PropagationBenchCommand.class,
            LogBenchCommand.class,
            ProcessorBenchCommand.class,
            WatchesBenchCommand.class,
            IsolationBenchCommand.class
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream bench propagation",
            "  credstream bench log",
            "  credstream bench processor",
            "  credstream bench watches",
            "  credstream bench isolation"
        })
public final class BenchCommand extends CommandGroup {

    public BenchCommand() {
        super("What to measure is missing.");
    }
}
