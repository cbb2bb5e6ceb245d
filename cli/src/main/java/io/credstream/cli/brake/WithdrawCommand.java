package io.credstream.cli.brake;

import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import picocli.CommandLine.Command;

/** {@code credstream withdraw}. */
@Command(
        name = "withdraw",
        header =
                "Takes back every selector and annotation that Credstream wrote, and only those, until 'credstream resume'.",
        description = {
            "For a module, a control plane, or everything: then nothing of Credstream is left on the fleet, as before an uninstall."
                    + " A selector of somebody else that was written over is in the log, and is not put back. Manifests that are"
                    + " marked skip-reconciliation are left alone."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream withdraw --module serverless --reason 'not yet' --dry-run",
            "  credstream withdraw --all --reason uninstall",
            "  credstream get pending                            empty once it is done"
        })
public final class WithdrawCommand extends BrakeCommand {

    public WithdrawCommand() {
        super(Mode.WITHDRAW);
    }

    @Override
    String outcome(Order.Target meant, long patched) {
        return "Withdrawn: " + meant.display() + "; " + patched
                + " Manifests lose what is ours. 'credstream get pending' is empty once they have.";
    }
}
