package io.credstream.cli.plan;

import io.credstream.audit.answer.PlanAnswer;
import io.credstream.audit.plan.Effect;
import io.credstream.audit.plan.Target;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.Layer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changes would do, for people. */
public final class Effects {

    private static final List<Column<Effect>> COLUMNS = List.of(
            Column.of("CLUSTER", effect -> effect.manifest().cluster()),
            Column.of(
                    "MANIFEST",
                    effect -> effect.manifest().namespace() + "/"
                            + effect.manifest().name()),
            Column.of("INSTALL", effect -> change(effect, Layer.INSTALL)),
            Column.of("CONFIG", effect -> change(effect, Layer.CONFIG)),
            Column.of("CONTENT", effect -> effect.isRotated() ? "changes" : null),
            Column.state("BEFORE", Effect::stateBefore),
            Column.state("AFTER", Effect::stateAfter),
            Column.of("PATCHED", effect -> effect.written() ? "yes" : null),
            Column.wide(
                    "HONOURED",
                    effect -> effect.honoured() != null && effect.honoured().isHonoured() ? "yes" : "no"),
            Column.<Effect>of("WORSE", effect -> effect.worse() ? "yes" : null)
                    .styled(text -> text.equals("yes") ? Style.BAD : Style.FAINT));

    private Effects() {}

    /** In a table, and in a line. */
    public static void print(boolean wide, PlanAnswer plan, PrintWriter out, PrintWriter err) {
        if (plan.effects().isEmpty()) {
            out.println("Nothing would change.");
            return;
        }
        Answer.table(wide, "Manifests that would change", COLUMNS, plan.effects(), out, err);
        out.println();
        out.println(recap(plan));
        plan.held()
                .forEach(blow -> out.println("The fuse of " + blow.cluster() + " (" + blow.fuse()
                        + ") would hold a change of " + blow.manifests() + " Manifests until 'credstream release'."));
    }

    private static String recap(PlanAnswer plan) {
        String where = plan.patched().entrySet().stream()
                .map(cluster -> cluster.getKey() + ": " + cluster.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        return plan.effects().size() + " Manifests end up otherwise; " + plan.written() + " would be patched"
                + (plan.written() == 0 ? "" : where) + "; " + plan.worse() + " become worse off.";
    }

    private static @Nullable String change(Effect effect, Layer layer) {
        String before = selector(effect.before(), layer);
        String after = selector(effect.after(), layer);
        return Objects.equals(before, after) ? null : text(before) + " → " + text(after);
    }

    private static @Nullable String selector(@Nullable Target target, Layer layer) {
        return target == null ? null : target.selectors().get(layer);
    }

    private static String text(@Nullable String selector) {
        return selector == null ? "none" : SelectorText.ofJson(selector);
    }
}
