package io.credstream.testkit.model;

import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.Gap;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Kind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a cluster is watched: in its first incarnation, with nothing listed unless told otherwise. */
public final class StatusBuilder {

    private final String cluster;
    private Condition condition = Condition.WATCHED;
    private List<KindStatus> kinds = List.of();
    private List<Gap> gaps = List.of();
    private List<BudgetUse> budgets = List.of();
    private @Nullable Epoch epoch;
    private Cause cause = new Cause.Request("test", "test");

    private StatusBuilder(String cluster) {
        this.cluster = cluster;
    }

    public static StatusBuilder of(String cluster) {
        return new StatusBuilder(cluster);
    }

    public StatusBuilder condition(Condition other) {
        condition = other;
        return this;
    }

    /** These kinds have been listed. */
    public StatusBuilder listed(Kind... all) {
        kinds = Arrays.stream(all)
                .map(kind -> new KindStatus(kind, "v1", true, "1"))
                .toList();
        return this;
    }

    /** Every kind has been listed. */
    public StatusBuilder everythingListed() {
        return listed(Kind.values());
    }

    public StatusBuilder gaps(Gap... all) {
        gaps = List.of(all);
        return this;
    }

    public StatusBuilder budgets(BudgetUse... all) {
        budgets = List.of(all);
        return this;
    }

    public StatusBuilder in(@Nullable Epoch other) {
        epoch = other;
        return this;
    }

    public StatusBuilder cause(Cause why) {
        cause = why;
        return this;
    }

    public ClusterStatus build() {
        return new ClusterStatus(
                cluster, condition, null, null, null, 1, kinds, gaps, List.of(), null, budgets, epoch, cause);
    }
}
