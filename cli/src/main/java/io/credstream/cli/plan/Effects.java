package io.credstream.cli.plan;

import io.credstream.audit.plan.Effect;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** What changes would do, for people. */
public final class Effects {
    private Effects() {}

    /** In a table, and in a line. */
    public static void print(boolean wide, Plan plan, PrintWriter out, PrintWriter err) {
        if (plan.effects().isEmpty()) {
            out.println("Nothing would change.");
            return;
        }
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "Manifests that would change",
                EffectRow.COLUMNS,
                plan.effects().stream().map(EffectRow::of).toList(),
                out,
                err);
        out.println();
        out.println(recap(plan));
        plan.blows()
                .forEach(blow -> out.println("The fuse of " + blow.cluster() + " (" + blow.fuse()
                        + ") would hold a change of " + blow.manifests() + " Manifests until 'credstream release'."));
    }

    private static String recap(Plan plan) {
        String where = plan.written().entrySet().stream()
                .map(cluster -> cluster.getKey() + ": " + cluster.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        long patched =
                plan.written().values().stream().mapToLong(Long::longValue).sum();
        return plan.effects().size() + " Manifests end up otherwise; " + patched + " would be patched"
                + (patched == 0 ? "" : where) + "; " + worse(plan) + " become worse off.";
    }

    static long worse(Plan plan) {
        return plan.effects().stream().filter(Effect::worse).count();
    }
}
