package io.credstream.cli.brake;

import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import picocli.CommandLine.Command;

/** {@code credstream pause}. */
@Command(
        name = "pause",
        header = "Has nothing written to Manifests until 'credstream resume'.",
        description = {
            "What differs from what it should be is left as it is ('credstream explain manifest' says who paused it, and why); everything is watched"
                    + " and decided as ever. The order is a record of the log: it outlives restarts, and is part of the history."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream pause --cluster kcp-eu --reason 'maintenance until noon'",
            "  credstream pause --module serverless --reason 'its new registry is not ready'",
            "  credstream get orders                             who paused what, and why"
        })
public final class PauseCommand extends BrakeCommand {

    public PauseCommand() {
        super(Mode.PAUSE);
    }

    @Override
    String outcome(Order.Target meant, long patched) {
        return "Paused: " + meant.display() + ".";
    }
}
