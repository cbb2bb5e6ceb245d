package io.credstream.cli.get;

import io.credstream.audit.answer.ClusterAnswer;
import io.credstream.audit.answer.ClusterAnswer.Watched;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.Words;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.RefusedClaim;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fleet's members in a table. */
final class ClusterColumns {

    static final List<Column<ClusterAnswer>> ALL = List.of(
            Column.of("CLUSTER", ClusterAnswer::cluster),
            Column.of("ROLE", ClusterAnswer::role),
            Column.state("CONDITION", ClusterAnswer::condition),
            Column.of(
                    "LISTED",
                    row -> kinds(row).filter(Watched::listed).map(Watched::kind).toList()),
            Column.wide("LAST-KNOWN", ClusterColumns::lastKnown),
            Column.state("HONOURED", ClusterAnswer::honoured),
            Column.wide("NOT-HONOURED-BECAUSE", row -> Cells.notHonoured(row.honoured())),
            Column.wide("CONTROL-PLANE", ClusterAnswer::controlPlane),
            Column.wide("KYMA", ClusterAnswer::kyma),
            Column.wide("LIFECYCLE-MANAGER", ClusterAnswer::lifecycleManagerVersion),
            Column.wide("FUSE", ClusterAnswer::fuse),
            Column.wide("KUBERNETES", ClusterAnswer::kubernetesVersion),
            Column.wide("NAMESPACES", ClusterAnswer::namespaces),
            Column.wide("GAPS", ClusterColumns::gaps),
            Column.wide("KUBECONFIG", ClusterAnswer::kubeconfig),
            Column.wide("DISCOVERS", ClusterAnswer::discovers),
            Column.wide(
                    "REFUSED",
                    row -> row.refusedClaims().stream()
                            .map(RefusedClaim::secret)
                            .toList()),
            Column.wide("FAULT", ClusterColumns::fault),
            Column.wide(
                    "BUDGETS",
                    row -> row.budgets().stream().map(ClusterColumns::budget).toList()),
            Column.wide("GONE-SINCE", ClusterAnswer::goneSince),
            Column.wide("KEYS", ClusterColumns::keys),
            Column.wide("SAME-AS", ClusterAnswer::sameAs),
            Column.of("AGE", row -> Cells.age(row.recordedAt())),
            Column.of("FIX", ClusterAnswer::fix));

    private ClusterColumns() {}

    private static Stream<Watched> kinds(ClusterAnswer row) {
        return row.kinds().stream();
    }

    /** What nothing may be decided from before it has been listed again. */
    private static List<String> lastKnown(ClusterAnswer row) {
        return kinds(row)
                .filter(kind -> kind.lastKnownSince() != null)
                .map(kind -> Words.of(kind.kind()) + "@" + kind.lastKnownSince())
                .toList();
    }

    private static @Nullable String gaps(ClusterAnswer row) {
        Duration sum = row.gaps().stream()
                .map(gap -> Duration.between(gap.from(), gap.to()))
                .reduce(Duration.ZERO, Duration::plus);
        return row.gaps().isEmpty() ? null : row.gaps().size() + " (" + sum.toSeconds() + "s)";
    }

    private static @Nullable String keys(ClusterAnswer row) {
        List<String> groups = row.fingerprintKeys().stream()
                .map(group -> String.join("+", group.keys()) + ":" + group.credentials())
                .toList();
        Long old = row.oldFingerprintsOnly();
        return groups.isEmpty()
                ? null
                : String.join(",", groups) + (old == null || old == 0 ? "" : " (" + old + " old)");
    }

    private static @Nullable String fault(ClusterAnswer row) {
        ClusterStatus.Fault fault = row.fault();
        return fault == null ? null : fault.code() + " since " + fault.since() + ", next try " + fault.nextTry();
    }

    private static String budget(ClusterStatus.BudgetUse use) {
        return Words.of(use.kind()) + " " + Words.of(use.budget()) + " " + use.used() + "/" + use.limit()
                + (use.leftOut() == 0 ? "" : " (" + use.leftOut() + " left out)");
    }
}
