package io.credstream.cli.brake;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Durations;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream pause}. */
@Command(
        name = "pause",
        header = "Has nothing written to Manifests until 'credstream resume', or for a while.",
        description = {
            "What differs from what it should be is left as it is ('credstream explain manifest' says who paused it, and why); everything is watched"
                    + " and decided as ever. The order is a record of the log: it outlives restarts, and is part of the history."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream pause --cluster kcp-eu --reason 'maintenance until noon'",
            "  credstream pause --cluster kcp-eu --for 2h --reason maintenance",
            "  credstream pause --module serverless --reason 'its new registry is not ready'",
            "  credstream get orders                             who paused what, and why"
        })
public final class PauseCommand extends BrakeCommand {

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description =
                    "Ends by itself after that time, such as 30m or 12h, on the processor's clock. Default: never.")
    private @Nullable String duration;

    public PauseCommand() {
        super(Mode.PAUSE);
    }

    @Override
    @Nullable
    Instant until(Instant now) {
        if (duration == null) {
            return null;
        }
        Duration length = Durations.parse(duration)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        List.of("invalid --for '" + duration
                                + "': the pause would have no end in the future; use e.g. 30m, 12h")));
        return now.plus(length);
    }

    /** One that ends would let go what somebody withdrew. */
    @Override
    List<Order.Target> targets(Order.Target meant, List<Order> inForce) {
        Optional<Order> withdrawn = inForce.stream()
                .filter(order -> order.target().equals(meant))
                .filter(order -> order.action().equals(new Brake(Mode.WITHDRAW)))
                .findFirst();
        if (duration != null && withdrawn.isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of(
                            "A pause that ends would write again what is withdrawn: "
                                    + Standing.describe(withdrawn.get()),
                            "Leave out --for, or resume it first."));
        }
        return List.of(meant);
    }

    @Override
    String outcome(Order.Target meant, long patched) {
        return "Paused: " + meant.display()
                + (duration == null ? ", until 'credstream resume'." : ", for " + duration.strip() + ".");
    }
}
