package io.credstream.cli.brake;

import io.credstream.audit.plan.Effect;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    public WithdrawCommand() {
        super(Mode.WITHDRAW);
    }

    @Override
    void agreeTo(Plan plan) {
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
    List<String> remarks(Plan plan) {
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

    private static List<ObjectRef> those(Plan plan, Predicate<Effect> which) {
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
