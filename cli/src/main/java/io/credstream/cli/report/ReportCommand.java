package io.credstream.cli.report;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream report …}. */
@Command(
        name = "report",
        header = "Lists what somebody should look at.",
        subcommands = {HygieneCommand.class, ExpiryCommand.class},
        footer = {"", "@|bold Examples|@", "  credstream report hygiene", "  credstream report expiry --within 14d"})
public final class ReportCommand extends CommandGroup {

    public ReportCommand() {
        super("What to report is missing.");
    }
}
