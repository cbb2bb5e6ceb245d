package io.credstream.ingest.own;

import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.Fault;
import io.credstream.model.ClusterStatus.KindStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status without what changes all the time, and without what only says why: what is worth a record when it changes. */
final class StatusEssence {
    private StatusEssence() {}

    private static final Cause NO_CAUSE = new Cause.Request("", "");

    static ClusterStatus of(ClusterStatus status) {
        return new ClusterStatus(
                status.cluster(),
                status.condition(),
                status.fix(),
                status.kubernetesVersion(),
                status.systemUid(),
                status.incarnation(),
                status.kinds().stream()
                        .map(kind -> new KindStatus(kind.kind(), kind.servedVersion(), kind.listed(), null))
                        .toList(),
                status.fault() == null ? status.gaps() : List.of(),
                status.refusedClaims(),
                status.fault() == null
                        ? null
                        : new Fault(status.fault().code(), status.fault().since(), Instant.EPOCH),
                status.budgets().stream().map(StatusEssence::of).toList(),
                of(status.epoch(), status.fault() != null),
                NO_CAUSE);
    }

    /** That it is used, or exceeded; by how much changes all the time. */
    private static BudgetUse of(BudgetUse use) {
        return new BudgetUse(use.kind(), use.budget(), 0, 0, use.isExceeded() ? 1 : 0);
    }

    /** What is current, and since when bindings can rest on it; not in a fault, where each attempt begins another epoch. */
    private static @Nullable Epoch of(@Nullable Epoch epoch, boolean faulted) {
        return epoch == null
                ? null
                : new Epoch(
                        Instant.EPOCH,
                        faulted ? null : epoch.bindable(),
                        faulted ? List.of() : epoch.current(),
                        0,
                        0,
                        epoch.heard());
    }
}
