package io.credstream.rules.decide;

import io.credstream.model.Binding;
import io.credstream.model.Manifest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which template a Manifest belongs to (R9). */
sealed interface TemplateChoice {

    record Chosen(Binding binding) implements TemplateChoice {}

    record None() implements TemplateChoice {}

    record Several() implements TemplateChoice {}

    /**
     * Of several, those in the Manifest's namespace, then of its module, then of its channel, then the one named after module
     * and version. A preference that none of them meets decides nothing, and the next is asked.
     *
     * @param candidates those of the Manifest's scope, component and version
     */
    static TemplateChoice choose(Manifest manifest, Collection<Binding> candidates) {
        List<Binding> left = List.copyOf(candidates);
        if (left.size() > 1) {
            left = prefer(manifest, left);
        }
        return switch (left.size()) {
            case 0 -> new None();
            case 1 -> new Chosen(left.getFirst());
            default -> new Several();
        };
    }

    private static List<Binding> prefer(Manifest manifest, List<Binding> candidates) {
        List<Binding> left = candidates;
        left = prefer(left, b -> b.template().namespace().equals(manifest.ref().namespace()));
        left = prefer(left, b -> isSame(manifest.moduleName(), b.moduleName()));
        left = prefer(left, b -> isSame(manifest.channel(), b.channel()));
        if (manifest.moduleName() != null) {
            String named = manifest.moduleName() + "-" + manifest.componentVersion();
            left = prefer(left, b -> b.template().name().equals(named));
        }
        return left;
    }

    private static List<Binding> prefer(List<Binding> bindings, Predicate<Binding> preference) {
        List<Binding> preferred = bindings.stream().filter(preference).toList();
        return preferred.isEmpty() ? bindings : preferred;
    }

    private static boolean isSame(@Nullable String wanted, @Nullable String offered) {
        return wanted != null && Objects.equals(wanted, offered);
    }
}
