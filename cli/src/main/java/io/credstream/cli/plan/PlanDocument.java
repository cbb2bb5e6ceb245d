package io.credstream.cli.plan;

import io.credstream.audit.plan.Blow;
import io.credstream.audit.plan.Plan;
import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;
import java.util.Map;

/** A plan, for programs. */
public record PlanDocument(
        @Documented("per control plane, how many Manifests would be patched")
        Map<String, Long> patched,

        @Documented("how many become worse off") long worse,

        @Documented("fuses that would hold a change until it is released: cluster, fuse, manifests")
        List<Blow> held,

        @Documented("every Manifest that ends up otherwise") List<EffectRow> effects,

        @Documented("what of the files counts on none of the clusters")
        List<String> ineffective,

        @Documented("time and log positions that the answer is based on")
        Basis basis) {

    public static PlanDocument of(Plan plan, List<String> ineffective, Basis basis) {
        return new PlanDocument(
                plan.written(),
                Effects.worse(plan),
                plan.blows(),
                plan.effects().stream().map(EffectRow::of).toList(),
                ineffective,
                basis);
    }
}
