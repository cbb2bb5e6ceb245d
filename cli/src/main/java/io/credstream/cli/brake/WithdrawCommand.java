package io.credstream.cli.brake;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.PlanAnswer;
import io.credstream.audit.plan.Effect;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.read.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code credstream withdraw}. */
@Command(
        name = "withdraw",
        header =
                "Takes back every selector and annotation that Credstream wrote, and only those, until 'credstream resume'.",
        description = {
            "For a module, a control plane, or everything: then nothing of Credstream is left on the fleet, as before an uninstall."
                    + " A selector of somebody else that was written over is in the log, and is not put back. A selector that another"
                    + " field manager owns too, such as a lifecycle-manager that reads labels itself, stays if the template still asks"
                    + " for it. Manifests that are marked skip-reconciliation are left alone.",
            "",
            "A Manifest is worse off if its module can pull with the selector that it loses. --dry-run names each; without --accept-worse"
                    + " nothing is ordered as long as there is one."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream withdraw --module serverless --reason 'not yet' --dry-run",
            "  credstream withdraw --all --reason uninstall --accept-worse",
            "  credstream get pending                            empty once it is done"
        })
public final class WithdrawCommand extends BrakeCommand {

    private static final int SHOWN = 20;

    @Option(
            names = "--accept-worse",
            description = "Withdraw although modules lose selectors with which they can pull.")
    private boolean acceptWorse;

    @Option(
            names = "--paused-too",
            description = "With --all: what is paused too, which would stay as it is otherwise.")
    private boolean pausedToo;

    public WithdrawCommand() {
        super(Mode.WITHDRAW);
    }

    @Override
    List<Order.Target> targets(Order.Target meant, List<Order> inForce) {
        Stream<Order.Target> paused = pausedToo && meant instanceof Order.Target.All
                ? inForce.stream().filter(WithdrawCommand::isPause).map(Order::target)
                : Stream.empty();
        return Stream.concat(paused, Stream.of(meant)).distinct().toList();
    }

    /** A pause of a part counts before what is ordered of everything, a withdrawal of another part before the pause (R20). */
    @Override
    List<String> remarks(Order.Target meant, List<Order> others, Facts facts) {
        if (!(meant instanceof Order.Target.All)) {
            return List.of();
        }
        return others.stream()
                .filter(WithdrawCommand::isPause)
                .map(pause ->
                        "Stays as it is: " + left(pause, others, facts) + " Manifests with something of ours, for "
                                + Standing.describe(pause) + ". Take these too with --paused-too.")
                .toList();
    }

    private static long left(Order pause, List<Order> others, Facts facts) {
        return facts.latest(facts.topics().manifests()).records().values().stream()
                .map(TopicRecord.Value::value)
                .filter(manifest -> !manifest.annotations().equals(ManifestAnnotations.NONE))
                .filter(manifest -> pause.target().includes(manifest))
                .filter(manifest -> others.stream()
                        .noneMatch(other -> !isPause(other) && other.target().includes(manifest)))
                .count();
    }

    private static boolean isPause(Order order) {
        return order.action().equals(new Brake(Mode.PAUSE));
    }

    @Override
    void agreeTo(PlanAnswer plan) {
        List<ObjectRef> worse = those(plan, Effect::worse);
        if (worse.isEmpty() || acceptWorse) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(worse.size()
                + " Manifests would lose the selector with which their module can pull; nothing was ordered:");
        lines.addAll(named(worse));
        lines.add("Give --accept-worse to withdraw these too.");
        throw new Failure(ExitCode.BREAKS, lines);
    }

    @Override
    List<String> remarks(PlanAnswer plan) {
        List<ObjectRef> left = those(plan, effect -> !effect.left().isEmpty());
        if (left.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                left.size()
                        + " Manifests keep a selector, because another field manager owns it too and the template asks for it:");
        lines.addAll(named(left));
        return lines;
    }

    @Override
    String outcome(Order.Target meant, long patched) {
        return "Withdrawn: " + meant.display() + "; " + patched
                + " Manifests lose what is ours. 'credstream get pending' is empty once they have.";
    }

    private static List<ObjectRef> those(PlanAnswer plan, Predicate<Effect> which) {
        return plan.effects().stream().filter(which).map(Effect::manifest).toList();
    }

    private static List<String> named(List<ObjectRef> manifests) {
        List<String> lines = new ArrayList<>();
        manifests.stream().limit(SHOWN).forEach(manifest -> lines.add("  " + manifest.key()));
        if (manifests.size() > SHOWN) {
            lines.add(
                    "  and " + (manifests.size() - SHOWN) + " more: 'credstream withdraw … --dry-run' names them all");
        }
        return lines;
    }
}
