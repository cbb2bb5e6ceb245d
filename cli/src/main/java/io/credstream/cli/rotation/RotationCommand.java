package io.credstream.cli.rotation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code credstream rotation …}. */
@Command(
        name = "rotation",
        header =
                "Follows a rotated secret: whether the new one has arrived everywhere, and whether the old one may go.",
        subcommands = {StatusCommand.class, WaitCommand.class, SafeToRevokeCommand.class},
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream rotation status registry-cred",
            "  credstream rotation wait registry-cred --timeout 10m",
            "  credstream rotation safe-to-revoke registry-cred --idle 24h"
        })
public final class RotationCommand implements Runnable {

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to say about a rotation is missing.");
    }
}
