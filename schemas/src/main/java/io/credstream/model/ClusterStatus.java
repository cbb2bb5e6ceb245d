package io.credstream.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a cluster is being watched, as reported by the ingest that owns it.
 *
 * @param fix what an operator can do about it; absent when {@code condition} is {@code WATCHED}
 * @param systemUid uid of the namespace {@code kube-system}, which tells a rebuilt cluster from the one before
 * @param incarnation grows when the cluster's versions went backwards; see {@link Version}
 * @param gaps stretches of time in which events may have been missed, newest last, the last 100
 * @param refusedClaims of a control plane that discovers: kubeconfig Secrets that make no runtime, the first 100
 * @param fault what failed unexpectedly and is tried again; present if and only if {@code condition} is {@code FAULTED}
 * @param budgets what the cluster nearly uses up, or exceeds; empty for a cluster of ordinary size
 * @param epoch since when the cluster is watched without a gap; absent in the records of an ingest that knows no epochs
 */
public record ClusterStatus(
        String cluster,
        Condition condition,
        @Nullable String fix,
        @Nullable String kubernetesVersion,
        @Nullable String systemUid,
        long incarnation,
        List<KindStatus> kinds,
        List<Gap> gaps,
        List<RefusedClaim> refusedClaims,
        @Nullable Fault fault,
        List<BudgetUse> budgets,
        @Nullable Epoch epoch,
        Cause cause) {

    public ClusterStatus {
        kinds = List.copyOf(kinds);
        gaps = List.copyOf(gaps);
        refusedClaims = List.copyOf(refusedClaims);
        budgets = List.copyOf(budgets);
    }

    /** Whether the kind has been listed completely in the present incarnation. */
    public boolean listed(Kind kind) {
        return kinds.stream().anyMatch(k -> k.kind() == kind && k.listed());
    }

    /** Whether the kind has been listed completely, and is known without a gap since the present epoch began. */
    public boolean isCurrent(Kind kind) {
        return listed(kind) && (epoch == null || epoch.current().contains(kind));
    }

    /** Whether templates and Secrets are both current, so that bindings can rest on them. */
    public boolean isBindable() {
        return isCurrent(Kind.SECRET) && isCurrent(Kind.MODULE_TEMPLATE);
    }

    /** The same, waiting for no record of {@code credentials} and {@code templates}: they may be other topics now. */
    public ClusterStatus withoutEnds() {
        return in(
                epoch == null
                        ? null
                        : new Epoch(epoch.begun(), epoch.bindable(), epoch.current(), 0, 0, epoch.heard()));
    }

    /** The same, in another epoch. */
    public ClusterStatus in(@Nullable Epoch other) {
        return new ClusterStatus(
                cluster,
                condition,
                fix,
                kubernetesVersion,
                systemUid,
                incarnation,
                kinds,
                gaps,
                refusedClaims,
                fault,
                budgets,
                other,
                cause);
    }

    /** Kinds that have been listed, but not since the present epoch began: what is known of them is from before. */
    public List<Kind> lastKnown() {
        return kinds.stream()
                .filter(KindStatus::listed)
                .map(KindStatus::kind)
                .filter(kind -> !isCurrent(kind))
                .toList();
    }

    /** Whether objects of the cluster are missing from the topics because a budget leaves them out. */
    public boolean isIncomplete() {
        return budgets.stream().anyMatch(BudgetUse::isExceeded);
    }

    /** The cluster's state in one word, worst trouble first when there are several. */
    public enum Condition {
        /** Everything is listed and watched. */
        WATCHED,
        CONNECTING,
        /** The kubeconfig file cannot be read, or has no such context. */
        KUBECONFIG_MISSING,
        /** The kubeconfig would run a program, read a file, use a proxy or skip TLS verification. */
        KUBECONFIG_REFUSED,
        /** No connection, or no answer. */
        UNREACHABLE,
        /** The server's certificate does not verify. */
        CERTIFICATE_INVALID,
        /** 401. */
        UNAUTHORIZED,
        /** 403 on something that has to be listed. */
        FORBIDDEN,
        /** A custom resource is not installed, or not in the version that is needed. */
        NOT_SERVED,
        /** The cluster's clock differs by more than a minute; its objects are watched nevertheless. */
        CLOCK_SKEW,
        /** 429 or 5xx. */
        OVERLOADED,
        /** A kubeconfig Secret claims what it does not get; everything is watched nevertheless. */
        CLAIM_REFUSED,
        /** Something failed unexpectedly while working for this cluster; its watch is rebuilt and tried again. */
        FAULTED,
        /** Objects are too large or too many and are left out; all others are watched. */
        OVER_BUDGET,
        /** A budget is used to 80 % or more; everything is watched nevertheless. */
        NEAR_BUDGET,
        /** Credentials were fingerprinted with a key that is not at hand, and stay as they were; all else is watched. */
        FINGERPRINT_KEY_UNKNOWN;

        /** Whether all objects of the cluster are watched, be there anything else to see to or not. */
        public boolean isWatching() {
            return switch (this) {
                case WATCHED, CLOCK_SKEW, CLAIM_REFUSED, NEAR_BUDGET -> true;
                case CONNECTING,
                        KUBECONFIG_MISSING,
                        KUBECONFIG_REFUSED,
                        UNREACHABLE,
                        CERTIFICATE_INVALID,
                        UNAUTHORIZED,
                        FORBIDDEN,
                        NOT_SERVED,
                        OVERLOADED,
                        FAULTED,
                        OVER_BUDGET,
                        FINGERPRINT_KEY_UNKNOWN -> false;
            };
        }
    }

    /**
     * An unexpected failure of the work for one cluster.
     *
     * @param code the exception's class and the place in our code, without its message; see the log for the stack trace
     * @param since when the first of the failures in a row happened
     * @param nextTry when the watch is rebuilt, as of this record; later failures in a row move it without a new record
     */
    public record Fault(String code, Instant since, Instant nextTry) {}

    /**
     * How much of a budget a kind uses, as of this record.
     *
     * @param used the number of objects, or the bytes of the largest item
     * @param leftOut objects that the budget keeps out of the topics
     */
    public record BudgetUse(Kind kind, Budget budget, long used, long limit, long leftOut) {
        /** Whether something is left out because of it. */
        public boolean isExceeded() {
            return leftOut > 0 || used > limit;
        }
    }

    /** What is limited, for each cluster and kind. */
    public enum Budget {
        /** The number of objects. */
        OBJECTS,
        /** The bytes of one object, or of one line of a watch, as the API server sends it. */
        OBJECT_BYTES,
        /** The bytes of one page of a list; beyond it the feed cannot be listed. */
        PAGE_BYTES,
        /** The bytes of one record that an object makes. */
        RECORD_BYTES,
        /** The number of kubeconfig Secrets of runtimes, on a control plane that discovers. */
        RUNTIMES
    }

    /**
     * How one kind is watched.
     *
     * @param servedVersion the API version in use, absent when not served
     * @param listed whether a complete list has been reported in the present incarnation
     * @param highWater the highest resource version reported, as of this record
     */
    public record KindStatus(
            Kind kind,
            @Nullable String servedVersion,
            boolean listed,
            @Nullable String highWater) {}

    /**
     * A stretch of time in which nothing of a cluster's templates and Secrets can have been missed, but for those that are not current.
     * A new one begins with each takeover of the cluster, and when the watch of one of them has lost its place. A watch that
     * goes on from where it was interrupted leaves no gap.
     *
     * @param begun when; later than any epoch of the cluster before
     * @param bindable the last epoch in which templates and Secrets were both current, this one or an earlier one; absent if none was
     * @param current kinds of which everything has been listed or followed since the beginning, in order
     * @param credentials the offset in {@code credentials}, in the partition of the cluster, up to which there is all that was reported
     *     when this record was written
     * @param templates the same, in {@code templates}
     * @param heard of a runtime that has templates: the epoch of its control plane that whoever watches the runtime has heard of last,
     *     so that Manifests that were observed in it can be decided from what is current here; absent if none was heard of
     */
    public record Epoch(
            Instant begun,
            @Nullable Instant bindable,
            List<Kind> current,
            long credentials,
            long templates,
            @Nullable Instant heard) {
        public Epoch {
            current = List.copyOf(current);
        }

        /** Of a cluster whose watch has heard of no other. */
        public Epoch(Instant begun, @Nullable Instant bindable, List<Kind> current, long credentials, long templates) {
            this(begun, bindable, current, credentials, templates, null);
        }
    }

    /** A stretch of time in which a kind was not watched; what was deleted in it is known only by its absence afterwards. */
    public record Gap(Kind kind, Instant from, Instant to, Condition reason) {}

    /**
     * A kubeconfig Secret that makes no runtime.
     *
     * @param secret as {@code namespace/name}
     * @param runtime the id that it claims
     * @param holder of the id or of the Kyma: another cluster, or another Secret; {@code null} if there is none
     */
    public record RefusedClaim(
            String secret,
            String runtime,
            Reason reason,
            @Nullable String holder) {
        /** Why. */
        public enum Reason {
            /** Its label names no Kyma. */
            INVALID_NAME,
            /** Another Secret of the control plane has been taken for that runtime. */
            SECOND_SECRET,
            /** The id belongs to what another control plane discovered. */
            TAKEN,
            /** The fleet file has this runtime, and wins; there is nothing to be done about it. */
            IN_FLEET_FILE
        }
    }
}
