package io.credstream.ingest.own;

import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows the budgets that clusters come near or exceed, and no others: most clusters never do. Thread-safe. */
public final class BudgetMeters {

    private final Meters meters;
    private final Map<String, List<Runnable>> shown = new ConcurrentHashMap<>();

    public BudgetMeters(Meters meters) {
        this.meters = meters;
    }

    /** In the place of what was shown of the cluster before. */
    void show(String cluster, List<BudgetUse> uses) {
        forget(cluster);
        List<Runnable> away = new ArrayList<>();
        for (BudgetUse use : uses) {
            String[] labels = {cluster, use.kind().display(), Meters.label(use.budget())};
            away.add(meters.gauge(Metric.BUDGET_USE, () -> (double) use.used() / use.limit(), labels));
            away.add(meters.gauge(Metric.LEFT_OUT, use::leftOut, labels));
        }
        if (!away.isEmpty()) {
            shown.put(cluster, away);
        }
    }

    void forget(String cluster) {
        List<Runnable> away = shown.remove(cluster);
        if (away != null) {
            away.forEach(Runnable::run);
        }
    }

    /** The partition is somebody else's now. */
    void forget(Iterable<String> clusters) {
        clusters.forEach(this::forget);
    }
}
