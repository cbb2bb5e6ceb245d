package io.credstream.cli.explain;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream explain …}. */
@Command(
        name = "explain",
        header = "Says why something is as it is, and the rule behind it.",
        subcommands = ExplainManifestCommand.class,
        footer = {"", "@|bold Examples|@", "  credstream explain manifest a1b2-template-operator-1234"})
public final class ExplainCommand extends CommandGroup {

    public ExplainCommand() {
        super("What to explain is missing.");
    }
}
