package io.credstream.kube;

import io.credstream.model.ClusterStatus.Condition;
import java.util.List;

/** What came of reading a kubeconfig. Sealed, so that nobody connects without having looked at the problems. */
public sealed interface Kubeconfig {

    /** It can be used. */
    record Usable(Connection connection) implements Kubeconfig {}

    /** It cannot, for all of these reasons. */
    record Unusable(List<Problem> problems) implements Kubeconfig {
        public Unusable {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("unusable without a reason");
            }
        }

        /** Refused if anything in it is unsafe, else missing; the fix is all problems in one line. */
        public Trouble trouble() {
            boolean refused = problems.stream().anyMatch(Problem::refused);
            return new Trouble(
                    refused ? Condition.KUBECONFIG_REFUSED : Condition.KUBECONFIG_MISSING,
                    "kubeconfig",
                    String.join(" | ", problems.stream().map(Problem::toString).toList()));
        }
    }
}
