package io.credstream.cli.rotation;

import io.credstream.cli.CommandGroup;
import picocli.CommandLine.Command;

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
public final class RotationCommand extends CommandGroup {

    public RotationCommand() {
        super("What to say about a rotation is missing.");
    }
}
