package io.credstream.cli.get;

import io.credstream.audit.rotation.KeyUse;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.Style;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Honoured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A member of the fleet with how it is being watched. */
public record ClusterRow(
        @Documented("its id in the fleet") String cluster,
        @Documented("control-plane or runtime") String role,

        @Documented("of a runtime: its control plane") @Nullable
        String controlPlane,

        @Documented("of a runtime: its Kyma") @Nullable String kyma,

        @Documented("Watched, or the trouble in one word; null if no ingest has said anything yet") @Nullable
        String condition,

        @Documented("what to do about the trouble") @Nullable
        String fix,

        @Documented("whether lifecycle-manager reads the selectors: Honoured or NotHonoured")
        String honoured,

        @Documented("why it does not, or null") @Nullable String notHonouredBecause,

        @Documented("as the fleet file states it") @Nullable String lifecycleManagerVersion,

        @Documented("how many of its Manifests one change may rewrite before it is held; null for any number") @Nullable
        Integer fuse,

        @Documented("of the API server") @Nullable String kubernetesVersion,
        @Documented("where Secrets count as credentials") List<String> namespaces,

        @Documented("the file with which it is reached, or the Secret of its control plane in which it was discovered")
        String kubeconfig,

        @Documented("the context in that file; null for its current one") @Nullable
        String context,

        @Documented(
                "of a control plane: as whom ingest acts on the runtimes that it discovers; null if it discovers none")
        @Nullable
        String discovers,

        @Documented("of a control plane: kubeconfig Secrets that make no runtime: secret, runtime, reason, holder")
        List<ClaimRow> refusedClaims,

        @Documented("of a cluster that is Faulted: code, since, nextTry; else null") @Nullable
        FaultRow fault,

        @Documented("budgets that are used to 80 % or more: kind, budget, used, limit, leftOut")
        List<BudgetRow> budgets,

        @Documented("of a discovered runtime: when its Secret was found to be gone; null while it is there") @Nullable
        String goneSince,

        @Documented("other ids of the fleet under which the very same cluster is watched")
        List<String> sameAs,

        @Documented("how many of its credentials have fingerprints under which keys: keys, credentials")
        List<KeysRow> fingerprintKeys,

        @Documented(
                "how many of its credentials have fingerprints under previous keys only; null if no record says which"
                        + " key is the current one")
        @Nullable
        Long oldFingerprintsOnly,

        @Documented("grows when the cluster was restored or rebuilt")
        long incarnation,

        @Documented(
                "per kind: kind, servedVersion, listed, lastKnownSince, highWater; what was listed before the last gap in its"
                        + " watch, and not since, is not listed but known from before that time")
        List<KindRow> kinds,

        @Documented("when a kind was not watched: kind, from, to, reason")
        List<GapRow> gaps,

        @Documented("who brought it into the fleet, with what")
        String appliedBy,

        @Documented("when it was brought or changed") String appliedAt,

        @Documented("when its condition was reported last") @Nullable
        String reportedAt)
        implements Row {

    /** How one kind is watched. */
    public record KindRow(
            String kind,
            @Nullable String servedVersion,
            boolean listed,
            @Nullable String lastKnownSince,
            @Nullable String highWater) {}

    /** A kubeconfig Secret that makes no runtime. */
    public record ClaimRow(
            String secret,
            String runtime,
            String reason,
            @Nullable String holder) {}

    /** What failed unexpectedly, and when it is tried again. */
    public record FaultRow(String code, String since, String nextTry) {}

    /** How much of a budget a kind uses, and how many objects it leaves out. */
    public record BudgetRow(String kind, String budget, long used, long limit, long leftOut) {}

    /** Credentials with fingerprints under the same keys. */
    public record KeysRow(List<String> keys, long credentials) {}

    /** When a kind was not watched. */
    public record GapRow(String kind, String from, String to, String reason) {}

    static final List<Column<ClusterRow>> COLUMNS = List.of(
            Column.of("CLUSTER", ClusterRow::cluster),
            Column.of("ROLE", ClusterRow::role),
            Column.of("CONDITION", ClusterRow::condition).styled(Style::ofState),
            Column.of("LISTED", ClusterRow::listed),
            Column.wide("LAST-KNOWN", ClusterRow::lastKnown),
            Column.of("HONOURED", ClusterRow::honoured).styled(Style::ofState),
            Column.wide("NOT-HONOURED-BECAUSE", ClusterRow::notHonouredBecause),
            Column.wide("CONTROL-PLANE", ClusterRow::controlPlane),
            Column.wide("KYMA", ClusterRow::kyma),
            Column.wide("LIFECYCLE-MANAGER", ClusterRow::lifecycleManagerVersion),
            Column.wide("FUSE", row -> row.fuse() == null ? null : String.valueOf(row.fuse())),
            Column.wide("KUBERNETES", ClusterRow::kubernetesVersion),
            Column.wide("NAMESPACES", row -> String.join(",", row.namespaces())),
            Column.wide("GAPS", ClusterRow::gapSummary),
            Column.wide("KUBECONFIG", ClusterRow::kubeconfig),
            Column.wide("DISCOVERS", ClusterRow::discovers),
            Column.wide("REFUSED", ClusterRow::refusedSummary),
            Column.wide("FAULT", ClusterRow::faultSummary),
            Column.wide("BUDGETS", ClusterRow::budgetSummary),
            Column.wide("GONE-SINCE", ClusterRow::goneSince),
            Column.wide("KEYS", ClusterRow::keysSummary),
            Column.wide("SAME-AS", row -> row.sameAs().isEmpty() ? null : String.join(",", row.sameAs())),
            Column.of("AGE", row -> Cells.age(row.appliedAt())),
            Column.of("FIX", ClusterRow::fix));

    static ClusterRow of(
            TopicRecord.Value<Cluster> member,
            TopicRecord.@Nullable Value<ClusterStatus> reported,
            List<String> sameAs,
            KeyUse keys) {
        Cluster cluster = member.value();
        String currentKey = keys.current();
        ClusterStatus status = reported == null ? null : reported.value();
        Honoured honoured = Honoured.of(cluster.lifecycleManagerVersion(), cluster.role() == Role.RUNTIME);
        Way way = Way.of(cluster.access());
        return new ClusterRow(
                cluster.id(),
                cluster.role().display(),
                cluster.controlPlane(),
                cluster.kyma(),
                status == null ? null : Cells.words(status.condition()),
                status != null && status.fix() != null ? status.fix() : hint(way, sameAs),
                honoured.display(),
                honoured.isHonoured() ? null : Cells.words(honoured),
                cluster.lifecycleManagerVersion(),
                cluster.fuse(),
                status == null ? null : status.kubernetesVersion(),
                cluster.namespaces(),
                way.kubeconfig(),
                way.context(),
                cluster.discovery() == null ? null : cluster.discovery().serviceAccount(),
                status == null ? List.of() : claims(status),
                status == null ? null : fault(status),
                status == null ? List.of() : budgets(status),
                way.goneSince() == null ? null : way.goneSince().toString(),
                sameAs,
                keys.groups(cluster.id()).stream()
                        .map(group -> new KeysRow(group.keys(), group.credentials()))
                        .toList(),
                currentKey == null ? null : keys.without(cluster.id(), currentKey),
                status == null ? 0 : status.incarnation(),
                status == null ? List.of() : kinds(status),
                status == null ? List.of() : gaps(status),
                cluster.cause().describe(),
                member.time().toString(),
                reported == null ? null : reported.time().toString());
    }

    /** How a cluster is reached. */
    private record Way(
            String kubeconfig,
            @Nullable String context,
            @Nullable Instant goneSince) {

        static Way of(Cluster.Access access) {
            return switch (access) {
                case Cluster.Access.KubeconfigFile file -> new Way(file.path(), file.context(), null);
                case Cluster.Access.KubeconfigSecret secret -> new Way(secret.describe(), null, secret.goneSince());
            };
        }
    }

    /** What a cluster that is watched should be looked at for. */
    private static @Nullable String hint(Way way, List<String> sameAs) {
        if (way.goneSince() != null) {
            return way.kubeconfig()
                    + " is gone, and soon the runtime leaves the fleet; restore it if that is not meant";
        }
        return sameAs.isEmpty()
                ? null
                : String.join(", ", sameAs)
                        + " is the same cluster; take one of them out of the fleet if that is not meant";
    }

    @Override
    public String namespace() {
        return "";
    }

    @Override
    public String name() {
        return "";
    }

    private @Nullable String listed() {
        return kinds.stream().filter(KindRow::listed).map(KindRow::kind).collect(Collectors.joining(","));
    }

    /** What nothing may be decided from before it has been listed again. */
    private @Nullable String lastKnown() {
        String kinds = this.kinds.stream()
                .filter(kind -> kind.lastKnownSince() != null)
                .map(kind -> kind.kind() + "@" + kind.lastKnownSince())
                .collect(Collectors.joining(","));
        return kinds.isEmpty() ? null : kinds;
    }

    private @Nullable String gapSummary() {
        Duration sum = gaps.stream()
                .map(gap -> Duration.between(Instant.parse(gap.from()), Instant.parse(gap.to())))
                .reduce(Duration.ZERO, Duration::plus);
        return gaps.isEmpty() ? null : gaps.size() + " (" + sum.toSeconds() + "s)";
    }

    private @Nullable String keysSummary() {
        String groups = fingerprintKeys.stream()
                .map(group -> String.join("+", group.keys()) + ":" + group.credentials())
                .collect(Collectors.joining(","));
        return groups.isEmpty()
                ? null
                : oldFingerprintsOnly == null || oldFingerprintsOnly == 0
                        ? groups
                        : groups + " (" + oldFingerprintsOnly + " old)";
    }

    private @Nullable String refusedSummary() {
        return refusedClaims.isEmpty()
                ? null
                : refusedClaims.stream().map(ClaimRow::secret).collect(Collectors.joining(","));
    }

    private @Nullable String faultSummary() {
        return fault == null ? null : fault.code() + " since " + fault.since() + ", next try " + fault.nextTry();
    }

    private @Nullable String budgetSummary() {
        return budgets.isEmpty()
                ? null
                : budgets.stream()
                        .map(b -> b.kind() + " " + b.budget() + " " + b.used() + "/" + b.limit()
                                + (b.leftOut() == 0 ? "" : " (" + b.leftOut() + " left out)"))
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable FaultRow fault(ClusterStatus status) {
        ClusterStatus.Fault fault = status.fault();
        return fault == null
                ? null
                : new FaultRow(
                        fault.code(), fault.since().toString(), fault.nextTry().toString());
    }

    private static List<BudgetRow> budgets(ClusterStatus status) {
        return status.budgets().stream()
                .map(b -> new BudgetRow(b.kind().plural(), Cells.words(b.budget()), b.used(), b.limit(), b.leftOut()))
                .toList();
    }

    private static List<ClaimRow> claims(ClusterStatus status) {
        return status.refusedClaims().stream()
                .map(c -> new ClaimRow(c.secret(), c.runtime(), Cells.words(c.reason()), c.holder()))
                .toList();
    }

    private static List<KindRow> kinds(ClusterStatus status) {
        return status.kinds().stream().map(kind -> kind(status, kind)).toList();
    }

    private static KindRow kind(ClusterStatus status, ClusterStatus.KindStatus kind) {
        boolean current = status.isCurrent(kind.kind());
        ClusterStatus.Epoch epoch = status.epoch();
        return new KindRow(
                kind.kind().plural(),
                kind.servedVersion(),
                current,
                !kind.listed() || current || epoch == null
                        ? null
                        : epoch.begun().toString(),
                kind.highWater());
    }

    private static List<GapRow> gaps(ClusterStatus status) {
        return status.gaps().stream()
                .map(g ->
                        new GapRow(g.kind().plural(), g.from().toString(), g.to().toString(), Cells.words(g.reason())))
                .toList();
    }
}
