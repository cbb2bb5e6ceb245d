package io.credstream.cli.report;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code credstream report …}. */
@Command(
        name = "report",
        header = "Lists what somebody should look at.",
        subcommands = {HygieneCommand.class, ExpiryCommand.class},
        footer = {"", "@|bold Examples|@", "  credstream report hygiene", "  credstream report expiry --within 14d"})
public final class ReportCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to report is missing.");
    }
}
