package io.credstream.cli.brake;

import io.credstream.cli.output.Documented;
import io.credstream.cli.plan.PlanDocument;
import java.util.List;

/** An order, and what follows from it. */
record BrakeDocument(
        @Documented("pause, withdraw or resume") String order,

        @Documented("of which Manifests: cluster/ID, module/NAME or all")
        String target,

        @Documented("whether it was given; false with --dry-run")
        boolean given,

        @Documented("what follows, with the fields of 'credstream plan -o json'")
        PlanDocument plan,

        @Documented("other pauses and withdrawals that stay in force, by their targets")
        List<String> stillInForce) {}
