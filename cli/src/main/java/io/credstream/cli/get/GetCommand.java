package io.credstream.cli.get;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

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
            PendingCommand.class,
            HeldCommand.class,
            OrdersCommand.class,
            DeadLettersCommand.class
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream get clusters",
            "  credstream get manifests --cluster kcp-eu -o wide",
            "  credstream get pending --watch",
            "  credstream get dead-letters -o json"
        })
public final class GetCommand extends CommandGroup {

    public GetCommand() {
        super("What to get is missing.");
    }
}
