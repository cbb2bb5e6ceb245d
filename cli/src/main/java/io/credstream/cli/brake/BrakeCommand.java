package io.credstream.cli.brake;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.BrakeAnswer;
import io.credstream.audit.answer.PlanAnswer;
import io.credstream.audit.plan.Change;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.Operator;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Answering;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.Output;
import io.credstream.cli.plan.Effects;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An order that holds until another one is given, shown before it is given. */
@Command
abstract class BrakeCommand extends Configured<KafkaSettings> implements Answering<BrakeAnswer> {

    @SuppressWarnings("NullAway.Init") // required, so set by picocli
    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Mixin
    private Operator operator = new Operator();

    @Option(
            names = "--dry-run",
            description = "Show what would change, and order nothing; exit code 3 if anything would.")
    private boolean dryRun;

    @Mixin
    private Output output = new Output();

    private final Mode mode;

    BrakeCommand(Mode mode) {
        super(KafkaSettings.class);
        this.mode = mode;
    }

    /**
     * Those targets that have to be ordered about, to get what somebody asks for.
     *
     * @param inForce the brakes that are on
     * @throws io.credstream.cli.Failure if there is nothing to order
     */
    List<Order.Target> targets(Order.Target meant, List<Order> inForce) {
        return List.of(meant);
    }

    /** When the order ends by itself; absent for never. */
    @Nullable
    Instant until(Instant now) {
        return null;
    }

    /** Throws a {@link io.credstream.cli.Failure} if the order is not to be given, in view of what would follow. */
    void agreeTo(PlanAnswer plan) {}

    /**
     * What there is to say, beyond how many Manifests the order is about.
     *
     * @param others brakes that are on and stay so
     * @param facts of before the order
     */
    List<String> remarks(Order.Target meant, List<Order> others, Facts facts) {
        return List.of();
    }

    /** As {@link #remarks(Order.Target, List, Facts)}, of what follows. */
    List<String> remarks(PlanAnswer plan) {
        return List.of();
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
        List<Order> replaced;
        List<Order> others;
        List<String> remarks;
        PlanAnswer plan;
        Basis basis;
        try (LogReader log = LogReader.open(settings, err())) {
            Facts facts = log.facts();
            meant = whose.target(facts);
            Instant now = log.moment();
            List<Order> inForce = Standing.in(facts, now);
            orders = targets(meant, inForce).stream()
                    .map(target ->
                            new Order(target, new Brake(mode), operator.user(), operator.reason(), now, until(now)))
                    .toList();
            Set<String> given = orders.stream().map(Order::key).collect(Collectors.toSet());
            replaced = inForce.stream()
                    .filter(order -> given.contains(order.key()))
                    .toList();
            others = inForce.stream()
                    .filter(order -> !given.contains(order.key()))
                    .toList();
            remarks = remarks(meant, others, facts);
            plan = PlanAnswer.of(
                    Plan.of(facts, orders.stream().<Change>map(Change.Give::new).toList()), List.of());
            basis = log.basis(Facts.of(log.topics()));
        }
        if (!dryRun) {
            agreeTo(plan);
            give(orders, settings);
        }
        if (output.isTable()) {
            print(meant, plan, replaced, others, remarks);
        } else {
            List<Order.Target> stillInForce = others.stream().map(Order::target).toList();
            Answer.print(
                    output.format(),
                    what(),
                    new BrakeAnswer(new Brake(mode), meant, !dryRun, plan, stillInForce),
                    basis,
                    out());
        }
        return dryRun && !plan.effects().isEmpty() ? ExitCode.SOMETHING_TO_SEE : ExitCode.FINE;
    }

    private static void give(List<Order> orders, KafkaSettings settings) throws InterruptedException {
        try (OperatorLog log = OperatorLog.open(settings)) {
            for (Order order : orders) {
                log.say(order);
            }
        }
    }

    private void print(
            Order.Target meant, PlanAnswer plan, List<Order> replaced, List<Order> others, List<String> remarks) {
        if (dryRun) {
            Effects.print(output.isWide(), plan, out(), err());
        } else {
            out().println(outcome(meant, plan.written()));
            replaced.forEach(order -> out().println("In the place of: " + Standing.describe(order)));
            others.forEach(order -> out().println("Still in force: " + Standing.describe(order)));
        }
        remarks.forEach(out()::println);
        remarks(plan).forEach(out()::println);
        out().flush();
    }

    @Override
    public final String what() {
        return "order";
    }

    @Override
    protected List<String> footer() {
        return Fields.help(BrakeAnswer.class);
    }
}
