package io.credstream.cli.explain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code credstream explain …}. */
@Command(
        name = "explain",
        header = "Says why something is as it is, and the rule behind it.",
        subcommands = ExplainManifestCommand.class,
        footer = {"", "@|bold Examples|@", "  credstream explain manifest a1b2-template-operator-1234"})
public final class ExplainCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to explain is missing.");
    }
}
