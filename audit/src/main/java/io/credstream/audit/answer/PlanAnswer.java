package io.credstream.audit.answer;

import io.credstream.audit.plan.Blow;
import io.credstream.audit.plan.Effect;
import io.credstream.audit.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What changes would do to a fleet.
 *
 * @param patched per control plane, how many Manifests would be patched
 * @param worse how many are worse off
 * @param held the fuses that would hold something of it
 * @param effects on every Manifest that ends up otherwise
 * @param ineffective what was given and counts on none of the clusters, for a person
 */
public record PlanAnswer(
        Map<String, Long> patched, long worse, List<Blow> held, List<Effect> effects, List<String> ineffective) {

    public PlanAnswer {
        patched = new TreeMap<>(patched);
        held = List.copyOf(held);
        effects = List.copyOf(effects);
        ineffective = List.copyOf(ineffective);
    }

    public static PlanAnswer of(Plan plan, List<String> ineffective) {
        return new PlanAnswer(
                plan.written(),
                plan.effects().stream().filter(Effect::worse).count(),
                plan.blows(),
                plan.effects(),
                ineffective);
    }

    /** How many Manifests would be patched. */
    public long written() {
        return patched.values().stream().mapToLong(Long::longValue).sum();
    }
}
