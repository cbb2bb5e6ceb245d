package io.credstream.cli.pin;

import io.credstream.cli.CommandGroup;
import io.credstream.cli.get.PinsCommand;
import picocli.CommandLine.Command;

/** {@code credstream pin}. */
@Command(
        name = "pin",
        header = "Shows what is pinned, and takes pins back; 'credstream replay' places them.",
        subcommands = {PinsCommand.class, PinReleaseCommand.class},
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream pin list",
            "  credstream pin release a1b2-template-operator-1234 --reason 'the template is mended'"
        })
public final class PinCommand extends CommandGroup {

    public PinCommand() {
        super("What to do with pins is missing.");
    }
}
