package io.credstream.cli.history;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code credstream history …}. */
@Command(
        name = "history",
        header = "Tells how something came to be: observed, decided, written, with what result, caused by what.",
        subcommands = {ManifestCommand.class, CredentialCommand.class, TemplateCommand.class, ClusterCommand.class},
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream history manifest a1b2-template-operator-1234",
            "  credstream history credential kcp-eu/kcp-system/registry-cred --since 24h"
        })
public final class HistoryCommand extends CommandGroup {

    public HistoryCommand() {
        super("Of what to tell the history is missing.");
    }
}
