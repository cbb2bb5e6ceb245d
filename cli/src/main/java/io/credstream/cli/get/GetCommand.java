package io.credstream.cli.get;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code credstream get …}. */
@Command(
        name = "get",
        header = "Answers questions from the topics; needs a broker and no cluster.",
        subcommands = {
            ClustersCommand.class,
            CredentialsCommand.class,
            TemplatesCommand.class,
            BindingsCommand.class,
            ManifestsCommand.class,
            PendingCommand.class
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get clusters",
            "  credstream get manifests --cluster kcp-eu -o wide",
            "  credstream get pending -o json"
        })
public final class GetCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to get is missing.");
    }
}
