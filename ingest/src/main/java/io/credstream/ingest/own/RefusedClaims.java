package io.credstream.ingest.own;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.ClusterStatus.RefusedClaim.Reason;
import io.credstream.projection.Kyma;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an operator is to do about Secrets that make no runtime. */
final class RefusedClaims {

    private RefusedClaims() {}

    /** Empty if there is none, or none but those that the fleet file stands for. */
    static Optional<Trouble> trouble(List<RefusedClaim> refused) {
        List<RefusedClaim> wrong = refused.stream()
                .filter(claim -> claim.reason() != Reason.IN_FLEET_FILE)
                .toList();
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        Condition.CLAIM_REFUSED,
                        "claims",
                        fix(wrong.getFirst())
                                + (wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more Secrets)")));
    }

    private static String fix(RefusedClaim claim) {
        String holder = Objects.requireNonNullElse(claim.holder(), "nobody");
        return "Secret " + claim.secret() + " makes no runtime: "
                + switch (claim.reason()) {
                    case INVALID_NAME -> "name its Kyma in the label " + Kyma.KYMA_NAME;
                    case SECOND_SECRET ->
                        "Secret " + holder + " is the kubeconfig of " + claim.runtime()
                                + " already; delete one of the two";
                    case TAKEN ->
                        claim.runtime() + " was discovered on " + holder
                                + "; give one of the two control planes an id that the other's does not begin with";
                    case IN_FLEET_FILE -> "the fleet file has " + holder;
                };
    }
}
