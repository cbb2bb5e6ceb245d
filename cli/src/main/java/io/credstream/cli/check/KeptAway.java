package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.LabelSelector;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Why a Secret does not count as a credential although it is one.
 *
 * @param reason what keeps it away
 * @param fix what to do about it
 */
record KeptAway(String reason, String fix) {

    private static final LabelSelector WATCHED = LabelSelector.of(Map.of(Kyma.MANAGED_BY, Kyma.LIFECYCLE_MANAGER));

    /** All reasons; none if it counts. */
    static List<KeptAway> of(KubernetesObject secret, Credential credential, Cluster cluster) {
        List<KeptAway> reasons = new ArrayList<>();
        if (!WATCHED.matches(credential.labels())) {
            String present = credential.labels().get(Kyma.MANAGED_BY);
            reasons.add(new KeptAway(
                    present == null
                            ? "lacks the label " + Kyma.MANAGED_BY
                            : "has " + present + " as its label " + Kyma.MANAGED_BY,
                    "label it " + Kyma.MANAGED_BY + ": " + Kyma.LIFECYCLE_MANAGER));
        }
        if (!cluster.allows(credential.ref().namespace())) {
            String allowed = String.join(", ", cluster.namespaces());
            reasons.add(new KeptAway(
                    secret.namesNamespace()
                            ? "stands in the namespace " + secret.namespace()
                            : "names no namespace, so that kubectl puts it into " + secret.namespace(),
                    "write metadata.namespace: " + cluster.namespaces().getFirst()
                            + (cluster.namespaces().size() > 1 ? " (Secrets count in " + allowed + ")" : "")));
        }
        return reasons;
    }

    static String reasons(List<KeptAway> all) {
        return String.join(" and ", all.stream().map(KeptAway::reason).toList());
    }

    static String fixes(List<KeptAway> all) {
        return String.join(", and ", all.stream().map(KeptAway::fix).toList());
    }
}
