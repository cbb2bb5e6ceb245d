package io.credstream.ingest.own;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an operator can do about budgets that a cluster exceeds or comes near. */
final class BudgetTrouble {

    private BudgetTrouble() {}

    /** What is exceeded first. Without numbers: they change with every object, and the status has them beside it. */
    static Optional<Trouble> of(List<BudgetUse> budgets) {
        return budgets.stream()
                .min(Comparator.comparing(BudgetUse::isExceeded).reversed())
                .map(use -> new Trouble(
                        use.isExceeded() ? Condition.OVER_BUDGET : Condition.NEAR_BUDGET,
                        use.budget().name(),
                        fix(use)));
    }

    private static String fix(BudgetUse use) {
        String kind = use.kind().plural();
        return switch (use.budget()) {
            case OBJECTS ->
                use.isExceeded()
                        ? "new " + kind + " are left out: remove some, or raise the number of objects that ingest takes"
                        : kind + " come near the number that ingest takes; raise it before new ones are left out";
            case RUNTIMES ->
                use.isExceeded()
                        ? "new runtimes are left out: remove kubeconfig Secrets, or raise the number that ingest takes"
                        : "runtimes come near the number that ingest takes; raise it before new ones are left out";
            case OBJECT_BYTES ->
                use.isExceeded()
                        ? kind + " that are too large are left out: see their dead letters, make them smaller, or raise"
                                + " objectBytes of ingest"
                        : kind + " come near the size that ingest takes; raise objectBytes before they are left out";
            case PAGE_BYTES ->
                use.isExceeded()
                        ? "a list of " + kind + " does not end within pageBytes of ingest: look at what answers for the"
                                + " API server, or raise pageBytes"
                        : "pages of " + kind + " come near pageBytes of ingest; lower pageSize, or raise pageBytes";
            case RECORD_BYTES ->
                kind + " whose records are larger than a broker takes are left out: see their dead letters, and make"
                        + " them smaller";
        };
    }
}
