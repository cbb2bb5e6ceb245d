package io.credstream.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How well a cluster is being watched, as reported by the ingest that owns it.
 *
 * @param fix what an operator can do about it; absent when {@code condition} is {@code WATCHED}
 * @param systemUid uid of the namespace {@code kube-system}, which tells a rebuilt cluster from the one before
 * @param incarnation grows when the cluster's versions went backwards; see {@link Version}
 * @param gaps stretches of time in which events may have been missed, newest last, the last 100
 * @param refusedClaims of a control plane that discovers: kubeconfig Secrets that make no runtime, the first 100
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
        Cause cause) {

    public ClusterStatus {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(condition);
        kinds = List.copyOf(kinds);
        gaps = List.copyOf(gaps);
        refusedClaims = List.copyOf(refusedClaims);
    }

    /** Of a cluster that claims nothing it does not get. */
    public ClusterStatus(
            String cluster,
            Condition condition,
            @Nullable String fix,
            @Nullable String kubernetesVersion,
            @Nullable String systemUid,
            long incarnation,
            List<KindStatus> kinds,
            List<Gap> gaps,
            Cause cause) {
        this(cluster, condition, fix, kubernetesVersion, systemUid, incarnation, kinds, gaps, List.of(), cause);
    }

    /** Whether the kind has been listed completely in the present incarnation. */
    public boolean listed(Kind kind) {
        return kinds.stream().anyMatch(k -> k.kind() == kind && k.listed());
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
        CLAIM_REFUSED;

        /** Whether all objects of the cluster are watched, be there anything else to see to or not. */
        public boolean isWatching() {
            return this == WATCHED || this == CLOCK_SKEW || this == CLAIM_REFUSED;
        }
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
            @Nullable String highWater) {
        public KindStatus {
            Objects.requireNonNull(kind);
        }
    }

    /** A stretch of time in which a kind was not watched; what was deleted in it is known only by its absence afterwards. */
    public record Gap(Kind kind, Instant from, Instant to, Condition reason) {
        public Gap {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
            Objects.requireNonNull(reason);
        }
    }

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
        public RefusedClaim {
            Objects.requireNonNull(secret);
            Objects.requireNonNull(runtime);
            Objects.requireNonNull(reason);
        }

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
