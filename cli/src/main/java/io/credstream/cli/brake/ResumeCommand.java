package io.credstream.cli.brake;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream resume}. */
@Command(
        name = "resume",
        header = "Ends a pause or a withdrawal: what differs from what it should be is written, at once.",
        description = {
            "--cluster and --module end what was ordered of that cluster or module, and let it go while everything else is paused or"
                    + " withdrawn. --all ends whatever is in force. What is still in force is said."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream resume --cluster kcp-eu --reason 'maintenance is over' --dry-run   what would be written",
            "  credstream resume --module serverless --reason 'first one'      while everything is paused",
            "  credstream resume --all --reason 'rolled out'"
        })
public final class ResumeCommand extends BrakeCommand {

    @Option(
            names = "--lost",
            description =
                    "Resume also what no order in the log holds: where the topic of orders was lost, processors go by what they"
                            + " had heard before.")
    private boolean lost;

    public ResumeCommand() {
        super(Mode.RESUME);
    }

    @Override
    List<Order.Target> targets(Order.Target meant, List<Order> inForce) {
        List<Order.Target> held = inForce.stream().map(Order::target).toList();
        boolean all = meant instanceof Order.Target.All;
        if (!lost && (all ? held.isEmpty() : !held.contains(meant) && !held.contains(new Order.Target.All()))) {
            List<String> lines = new ArrayList<>();
            lines.add("Nothing to resume: no pause or withdrawal of " + meant.display() + " is in force.");
            inForce.forEach(order -> lines.add("In force: " + Standing.describe(order)));
            lines.add("If the topic of orders was lost, give --lost.");
            throw new Failure(ExitCode.USAGE, lines);
        }
        return all ? Stream.concat(held.stream(), Stream.of(meant)).distinct().toList() : List.of(meant);
    }

    @Override
    String outcome(Order.Target meant, long patched) {
        return "Resumed: " + meant.display() + "; " + patched + " Manifests are to be written.";
    }
}
