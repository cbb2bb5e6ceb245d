package io.credstream.cli.brake;

import io.credstream.audit.Facts;
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
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.plan.Effects;
import io.credstream.cli.plan.PlanDocument;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            order = 490,
            description = "table, wide (with more in it), json, or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    private final Mode mode;

    BrakeCommand(Mode mode) {
        super(KafkaSettings.class);
        this.mode = mode;
    }

    /** Those targets that have to be ordered about, to get what somebody asks for. */
    List<Order.Target> targets(Order.Target meant, Facts facts) {
        return List.of(meant);
    }

    /** Throws a {@link io.credstream.cli.Failure} if the order is not to be given, in view of what would follow. */
    void agreeTo(Plan plan) {}

    /** What there is to say of what follows, beyond how many Manifests it is about. */
    List<String> remarks(Plan plan) {
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
        List<Order> others;
        Plan plan;
        Basis basis;
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
            basis = log.basis(Facts.of(log.topics()));
        }
        if (!dryRun) {
            agreeTo(plan);
            give(orders, settings);
        }
        switch (format) {
            case TABLE, WIDE -> print(meant, plan, others);
            case JSON, YAML -> Answer.print(format, document(meant, plan, others, basis), out());
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

    private void print(Order.Target meant, Plan plan, List<Order> others) {
        if (dryRun) {
            Effects.print(format == OutputFormat.WIDE, plan, out(), err());
        } else {
            out().println(outcome(
                    meant,
                    plan.written().values().stream().mapToLong(Long::longValue).sum()));
            others.forEach(order -> out().println("Still in force: " + Standing.describe(order)));
        }
        remarks(plan).forEach(out()::println);
        out().flush();
    }

    private BrakeDocument document(Order.Target meant, Plan plan, List<Order> others, Basis basis) {
        return new BrakeDocument(
                new Brake(mode).display(),
                meant.display(),
                !dryRun,
                PlanDocument.of(plan, List.of(), basis),
                others.stream().map(order -> order.target().display()).toList());
    }

    @Override
    protected List<String> footer() {
        return Fields.help(BrakeDocument.class);
    }

    private Order order(Order.Target target, Instant now) {
        return new Order(target, new Brake(mode), operator.user(), operator.reason(), now);
    }
}
