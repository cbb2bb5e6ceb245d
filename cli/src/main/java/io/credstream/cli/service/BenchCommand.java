package io.credstream.cli.service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code credstream bench …}. */
@Command(
        name = "bench",
        header = "Measures, always as a ratio to a floor that is measured in the same run.",
        subcommands = {PropagationBenchCommand.class, LogBenchCommand.class},
        footer = {"", "@|bold Examples|@", "  credstream bench propagation", "  credstream bench log"})
public final class BenchCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to measure is missing.");
    }
}
