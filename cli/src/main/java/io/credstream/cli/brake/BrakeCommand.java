package io.credstream.cli.brake;

import io.credstream.audit.Facts;
import io.credstream.audit.plan.Change;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.Operator;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.plan.Effects;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An order that holds until another one is given, shown before it is given. */
@Command
abstract class BrakeCommand extends Configured<KafkaSettings> {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Mixin
    private Operator operator = new Operator();

    @Option(
            names = "--dry-run",
            description = "Show what would change, and order nothing; exit code 3 if anything would.")
    private boolean dryRun;

    private final Mode mode;

    BrakeCommand(Mode mode) {
        super(KafkaSettings.class);
        this.mode = mode;
    }

    /** Those targets that have to be ordered about, to get what somebody asks for. */
    List<Order.Target> targets(Order.Target meant, Facts facts) {
        return List.of(meant);
    }

    /** What follows, in a line. */
    abstract String outcome(Order.Target meant, long patched);

    @Override
    protected Logs logs(KafkaSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(KafkaSettings settings) throws InterruptedException {
        Order.Target meant;
        List<Order> orders;
        Plan plan;
        List<Order> others;
        try (LogReader log = LogReader.open(settings, err())) {
            Facts facts = log.facts();
            meant = whose.target(facts);
            orders = targets(meant, facts).stream()
                    .map(target -> order(target, log.moment()))
                    .toList();
            others = Standing.in(facts).stream()
                    .filter(order ->
                            orders.stream().noneMatch(given -> given.key().equals(order.key())))
                    .toList();
            plan = Plan.of(facts, orders.stream().<Change>map(Change.Give::new).toList());
        }
        if (dryRun) {
            Effects.print(false, plan, out(), err());
            out().flush();
            return plan.effects().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
        }
        try (OperatorLog log = OperatorLog.open(settings)) {
            for (Order order : orders) {
                log.say(order);
            }
        }
        out().println(outcome(
                meant,
                plan.written().values().stream().mapToLong(Long::longValue).sum()));
        others.forEach(order -> out().println("Still in force: " + Standing.describe(order)));
        out().flush();
        return ExitCode.FINE;
    }

    private Order order(Order.Target target, Instant now) {
        return new Order(target, new Brake(mode), operator.user(), operator.reason(), now);
    }
}
