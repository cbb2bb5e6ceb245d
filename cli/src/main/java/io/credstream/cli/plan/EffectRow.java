package io.credstream.cli.plan;

import io.credstream.audit.plan.Effect;
import io.credstream.audit.plan.Target;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.cli.text.SelectorText;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a change means for a Manifest. */
record EffectRow(
        @Documented("the control plane") String cluster,
        @Documented("where the Manifest is") String namespace,
        @Documented("of the Manifest") String name,

        @Documented("what its credentials amount to without the change; null if there is no such Manifest") @Nullable
        String stateBefore,

        @Documented("and with it") @Nullable String stateAfter,

        @Documented("per layer that ends up otherwise: layer, before, after (selectors in JSON)")
        List<LayerRow> layers,

        @Documented("whether the content of its credentials changes, which is announced to it")
        boolean rotated,

        @Documented("whether it would be patched") boolean written,
        @Documented("whether it is worse off") boolean worse,

        @Documented("layers whose selector stays in a withdrawal, because somebody else asks for it too")
        List<String> left,

        @Documented("whether lifecycle-manager reads what is written")
        boolean honoured) {

    /** A layer. */
    record LayerRow(
            String layer, @Nullable String before, @Nullable String after) {}

    static final List<Column<EffectRow>> COLUMNS = List.of(
            Column.of("CLUSTER", EffectRow::cluster),
            Column.of("MANIFEST", row -> row.namespace() + "/" + row.name()),
            Column.of("INSTALL", row -> row.change(Layer.INSTALL)),
            Column.of("CONFIG", row -> row.change(Layer.CONFIG)),
            Column.of("CONTENT", row -> row.rotated() ? "changes" : null),
            Column.<EffectRow>of("BEFORE", EffectRow::stateBefore).styled(Style::ofState),
            Column.<EffectRow>of("AFTER", EffectRow::stateAfter).styled(Style::ofState),
            Column.of("PATCHED", row -> row.written() ? "yes" : null),
            Column.wide("HONOURED", row -> row.honoured() ? "yes" : "no"),
            Column.<EffectRow>of("WORSE", row -> row.worse() ? "yes" : null)
                    .styled(text -> text.equals("yes") ? Style.BAD : Style.FAINT));

    static EffectRow of(Effect effect) {
        Target before = effect.before();
        Target after = effect.after();
        return new EffectRow(
                effect.manifest().cluster(),
                effect.manifest().namespace(),
                effect.manifest().name(),
                display(effect.stateBefore()),
                display(effect.stateAfter()),
                layers(before, after),
                before != null && after != null && !Objects.equals(before.revision(), after.revision()),
                effect.written(),
                effect.worse(),
                effect.left().stream().map(Layer::display).toList(),
                effect.honoured() != null && effect.honoured().isHonoured());
    }

    private static List<LayerRow> layers(@Nullable Target before, @Nullable Target after) {
        List<LayerRow> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            String from = before == null ? null : before.selectors().get(layer);
            String to = after == null ? null : after.selectors().get(layer);
            if (!Objects.equals(from, to)) {
                layers.add(new LayerRow(layer.display(), from, to));
            }
        }
        return layers;
    }

    private static @Nullable String display(@Nullable BindingState state) {
        return state == null ? null : state.display();
    }

    private @Nullable String change(Layer layer) {
        return layers.stream()
                .filter(row -> row.layer().equals(layer.display()))
                .map(row -> text(row.before()) + " → " + text(row.after()))
                .findFirst()
                .orElse(null);
    }

    private static String text(@Nullable String selector) {
        return selector == null ? "none" : SelectorText.ofJson(selector);
    }
}
