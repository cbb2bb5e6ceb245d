package io.credstream.audit.answer;

import io.credstream.audit.rotation.KeyUse;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.Fault;
import io.credstream.model.ClusterStatus.Gap;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.Kind;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Honoured;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A member of the fleet with how it is being watched.
 *
 * @param condition absent if no ingest has said anything yet
 * @param fix what to do about its trouble, or to look at
 * @param kubeconfig the file with which it is reached, or the Secret in which it was discovered
 * @param discovers as whom ingest acts on the runtimes that it discovers
 * @param goneSince of a discovered runtime: when its Secret was found to be gone
 * @param sameAs other ids of the fleet under which the very same cluster is watched
 * @param oldFingerprintsOnly how many of its credentials have fingerprints under previous keys only; absent if no record says which
 *     key is the current one
 * @param recordedAt when it was brought into the fleet, or changed
 * @param reportedAt when its condition was reported last
 */
public record ClusterAnswer(
        String cluster,
        Role role,
        @Nullable String controlPlane,
        @Nullable String kyma,
        @Nullable Condition condition,
        @Nullable String fix,
        Honoured honoured,
        @Nullable String lifecycleManagerVersion,
        @Nullable Integer fuse,
        @Nullable String kubernetesVersion,
        List<String> namespaces,
        String kubeconfig,
        @Nullable String context,
        @Nullable String discovers,
        List<RefusedClaim> refusedClaims,
        @Nullable Fault fault,
        List<BudgetUse> budgets,
        @Nullable Instant goneSince,
        List<String> sameAs,
        List<KeyUse.Group> fingerprintKeys,
        @Nullable Long oldFingerprintsOnly,
        long incarnation,
        List<Watched> kinds,
        List<Gap> gaps,
        Cause cause,
        Instant recordedAt,
        @Nullable Instant reportedAt) {

    /**
     * How one kind is watched.
     *
     * @param listed whether all of it is known as of now
     * @param lastKnownSince if it is only known from before the last gap in its watch: the end of that gap
     */
    public record Watched(
            Kind kind,
            @Nullable String servedVersion,
            boolean listed,
            @Nullable Instant lastKnownSince,
            @Nullable String highWater) {}

    public static ClusterAnswer of(
            TopicRecord.Value<Cluster> member,
            TopicRecord.@Nullable Value<ClusterStatus> reported,
            List<String> sameAs,
            KeyUse keys) {
        Cluster cluster = member.value();
        Optional<ClusterStatus> status = Optional.ofNullable(reported).map(TopicRecord.Value::value);
        Access access = cluster.access();
        Discovery discovery = cluster.discovery();
        String currentKey = keys.current();
        return new ClusterAnswer(
                cluster.id(),
                cluster.role(),
                cluster.controlPlane(),
                cluster.kyma(),
                status.map(ClusterStatus::condition).orElse(null),
                status.flatMap(s -> Optional.ofNullable(s.fix())).orElseGet(() -> hint(access, sameAs)),
                Honoured.of(cluster.lifecycleManagerVersion(), cluster.role() == Role.RUNTIME),
                cluster.lifecycleManagerVersion(),
                cluster.fuse(),
                status.flatMap(s -> Optional.ofNullable(s.kubernetesVersion())).orElse(null),
                cluster.namespaces(),
                access instanceof Access.KubeconfigFile(String path, var context) ? path : describe(access),
                access instanceof Access.KubeconfigFile file ? file.context() : null,
                discovery == null ? null : discovery.serviceAccount(),
                list(status, ClusterStatus::refusedClaims),
                status.flatMap(s -> Optional.ofNullable(s.fault())).orElse(null),
                list(status, ClusterStatus::budgets),
                goneSince(access),
                sameAs,
                keys.groups(cluster.id()),
                currentKey == null ? null : keys.without(cluster.id(), currentKey),
                status.map(ClusterStatus::incarnation).orElse(0L),
                list(status, ClusterAnswer::kinds),
                list(status, ClusterStatus::gaps),
                cluster.cause(),
                member.time(),
                reported == null ? null : reported.time());
    }

    private static <T> List<T> list(Optional<ClusterStatus> status, Function<ClusterStatus, List<T>> part) {
        return status.map(part).orElse(List.of());
    }

    /** What a cluster that is watched should be looked at for. */
    private static @Nullable String hint(Access access, List<String> sameAs) {
        if (goneSince(access) != null) {
            return describe(access)
                    + " is gone, and soon the runtime leaves the fleet; restore it if that is not meant";
        }
        return sameAs.isEmpty()
                ? null
                : String.join(", ", sameAs)
                        + " is the same cluster; take one of them out of the fleet if that is not meant";
    }

    private static String describe(Access access) {
        return switch (access) {
            case Access.KubeconfigFile file -> file.path();
            case Access.KubeconfigSecret secret -> secret.describe();
        };
    }

    private static @Nullable Instant goneSince(Access access) {
        return access instanceof Access.KubeconfigSecret secret ? secret.goneSince() : null;
    }

    private static List<Watched> kinds(ClusterStatus status) {
        Epoch epoch = status.epoch();
        return status.kinds().stream()
                .map(kind -> {
                    boolean current = status.isCurrent(kind.kind());
                    return new Watched(
                            kind.kind(),
                            kind.servedVersion(),
                            current,
                            kind.listed() && !current && epoch != null ? epoch.begun() : null,
                            kind.highWater());
                })
                .toList();
    }
}
