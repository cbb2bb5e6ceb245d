package io.credstream.ingest.discovery;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.ClusterStatus.RefusedClaim.Reason;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes of one control plane: compares the Secrets that are there with the members that the fleet has, and says what
 * to change. Level-based, like everything: it remembers nothing that is not in the log, the moment at which a Secret went
 * included, so a successor goes on where it ended.
 *
 * <p>The rules: The fleet file wins. Among control planes the one that has an id keeps it, and so does a Secret that has a
 * runtime. A Secret that is gone is gone for good only after a while, and only as long as we would see it come back.
 *
 * <p>Not thread-safe.
 */
public final class DiscoveryBook {

    private final String controlPlane;
    private final @Nullable Means means;
    private final Duration grace;
    private Cause latest;
    private final Set<String> unheard;
    private final Set<String> namespaces;
    private final Map<ObjectRef, Claim> claims = new TreeMap<>();
    /** What shows that a Secret is gone, where it is not the latest list. */
    private final Map<ObjectRef, Cause> gone = new HashMap<>();

    private final Map<String, Optional<Coordinates>> awaited = new HashMap<>();
    private List<RefusedClaim> refused = List.of();
    private Instant due = Instant.MAX;

    /** How discovered runtimes are reached. */
    private record Means(KubeconfigFile controlPlane, Discovery discovery) {}

    private DiscoveryBook(
            String controlPlane, @Nullable Means means, Set<String> namespaces, Duration grace, Cause origin) {
        this.controlPlane = controlPlane;
        this.means = means;
        this.namespaces = Set.copyOf(namespaces);
        this.unheard = new HashSet<>(namespaces);
        this.grace = grace;
        this.latest = origin;
    }

    /**
     * Of a control plane that discovers.
     *
     * @param grace how long a Secret may be gone before its runtime leaves
     * @param origin the record that makes the control plane a member of the fleet
     */
    public static DiscoveryBook of(Cluster controlPlane, Duration grace, Cause origin) {
        if (!(controlPlane.access() instanceof KubeconfigFile file)) {
            throw new IllegalArgumentException("a control plane is reached by a file");
        }
        return new DiscoveryBook(
                controlPlane.id(),
                new Means(file, Objects.requireNonNull(controlPlane.discovery())),
                controlPlane.namespaces().contains(Cluster.ALL_NAMESPACES)
                        ? Set.of(Cluster.ALL_NAMESPACES)
                        : Set.copyOf(controlPlane.namespaces()),
                grace,
                origin);
    }

    /** Of one that does not, or not any more: to it all Secrets are gone. */
    public static DiscoveryBook closed(String controlPlane, Duration grace, Cause origin) {
        return new DiscoveryBook(controlPlane, null, Set.of(), grace, origin);
    }

    /** How many Secrets claim to be kubeconfigs. */
    public int claims() {
        return claims.size();
    }

    /** Whether a claim is one that is known, or of a runtime that the fleet has from here: it is no new one. */
    public boolean knows(Claim claim, Members members) {
        return claims.containsKey(claim.secret())
                || members.member(claim.runtime())
                        .filter(holder -> isSecretOf(holder, claim))
                        .isPresent();
    }

    public void claimed(Claim claim) {
        claims.put(claim.secret(), claim);
        gone.remove(claim.secret());
    }

    public void withdrawn(ObjectRef secret, Cause cause) {
        claims.remove(secret);
        gone.put(secret, cause);
    }

    /**
     * The end of a complete list of a namespace.
     *
     * @param namespace as the control plane names it, so possibly all of them
     */
    public void listed(String namespace, Set<ObjectRef> seen, Cause cause) {
        List<ObjectRef> absent = claims.keySet().stream()
                .filter(secret -> covers(namespace, secret) && !seen.contains(secret))
                .toList();
        absent.forEach(secret -> withdrawn(secret, cause));
        latest = cause;
        heard(namespace);
    }

    /** What is known of a namespace is what is. Returns whether that is news. */
    public boolean heard(String namespace) {
        return unheard.remove(namespace);
    }

    /** Secrets of a namespace may come and go unseen. */
    public void lost(String namespace) {
        if (namespaces.contains(namespace)) {
            unheard.add(namespace);
        }
    }

    /** Secrets that make no runtime, as of the last look at the changes. */
    public List<RefusedClaim> refused() {
        return refused;
    }

    /** When there will be something to write that only time brings, as of the last look at the changes. */
    public Instant due() {
        return due;
    }

    /** What has to be written now. What was written is awaited, and not written again, until it is seen among the members. */
    public List<Change> changes(Instant now, Members members) {
        due = Instant.MAX;
        List<Change> changes = new ArrayList<>();
        List<RefusedClaim> refusals = new ArrayList<>();
        Map<String, Cluster> runtimes = members.runtimes(controlPlane);
        Map<String, String> declared = new HashMap<>();
        runtimes.values().stream()
                .filter(runtime -> !isDiscovered(runtime))
                .forEach(runtime -> declared.put(Objects.requireNonNullElse(runtime.kyma(), ""), runtime.id()));
        Map<String, Claim> accepted = new TreeMap<>();
        claimsByRuntime(refusals)
                .forEach((id, rivals) ->
                        accept(id, rivals, members, declared, refusals).ifPresent(claim -> accepted.put(id, claim)));
        accepted.forEach((id, claim) -> put(members.member(id), claim).ifPresent(changes::add));
        for (Cluster runtime : runtimes.values()) {
            if (isDiscovered(runtime) && !accepted.containsKey(runtime.id())) {
                part(runtime, declared.containsKey(runtime.kyma()), now).ifPresent(changes::add);
            }
        }
        refused = List.copyOf(refusals);
        changes.removeIf(change -> isAwaited(change.id(), members));
        changes.forEach(change -> awaited.put(change.id(), members.last(change.id())));
        return changes;
    }

    private Map<String, List<Claim>> claimsByRuntime(List<RefusedClaim> refusals) {
        Map<String, List<Claim>> byRuntime = new TreeMap<>();
        for (Claim claim : claims.values()) {
            if (claim.isValid()) {
                byRuntime
                        .computeIfAbsent(claim.runtime(), id -> new ArrayList<>())
                        .add(claim);
            } else {
                refusals.add(refusal(claim, Reason.INVALID_NAME, null));
            }
        }
        return byRuntime;
    }

    private Optional<Claim> accept(
            String id, List<Claim> rivals, Members members, Map<String, String> declared, List<RefusedClaim> refusals) {
        Cluster holder = members.member(id).orElse(null);
        String inFile = declared.get(rivals.getFirst().kyma());
        if (inFile == null && holder != null && !isDiscovered(holder)) {
            inFile = id;
        }
        if (inFile != null) {
            for (Claim rival : rivals) {
                refusals.add(refusal(rival, Reason.IN_FLEET_FILE, inFile));
            }
            return Optional.empty();
        }
        if (holder != null && !controlPlane.equals(holder.controlPlane())) {
            for (Claim rival : rivals) {
                refusals.add(refusal(rival, Reason.TAKEN, holder.controlPlane()));
            }
            return Optional.empty();
        }
        Claim first = rivals.stream()
                .filter(rival -> holder != null && isSecretOf(holder, rival))
                .findFirst()
                .orElse(rivals.getFirst());
        rivals.stream()
                .filter(rival -> !rival.equals(first))
                .forEach(rival -> refusals.add(refusal(rival, Reason.SECOND_SECRET, first.place())));
        return Optional.of(first);
    }

    private Optional<Change> put(Optional<Cluster> present, Claim claim) {
        if (means == null) {
            return Optional.empty();
        }
        String revision = present.map(Cluster::access)
                .filter(KubeconfigSecret.class::isInstance)
                .map(access -> ((KubeconfigSecret) access).revision())
                .filter(claim.revisions()::contains)
                .orElse(claim.revisions().getFirst());
        Cluster wanted = runtime(
                claim.runtime(),
                claim.kyma(),
                new KubeconfigSecret(
                        means.controlPlane(),
                        claim.secret().namespace(),
                        claim.secret().name(),
                        revision,
                        means.discovery().user(),
                        null),
                claim.cause());
        boolean same = present.isPresent() && present.get().access().equals(wanted.access());
        return same ? Optional.empty() : Optional.of(new Change.Put(wanted));
    }

    /** Without its Secret: at once if the fleet file has it now, else when its time is over. */
    private Optional<Change> part(Cluster runtime, boolean declared, Instant now) {
        KubeconfigSecret access = (KubeconfigSecret) runtime.access();
        Instant since = access.goneSince();
        if (declared) {
            return Optional.of(new Change.Remove(runtime.id(), runtime.cause()));
        }
        if (!unheard.isEmpty()) {
            return Optional.empty();
        }
        if (since == null) {
            ObjectRef secret = new ObjectRef(controlPlane, access.namespace(), access.name());
            Cause cause = gone.getOrDefault(secret, latest);
            return Optional.of(new Change.Put(runtime(
                    runtime.id(),
                    Objects.requireNonNullElse(runtime.kyma(), ""),
                    access.goneSince(now.truncatedTo(ChronoUnit.MILLIS)),
                    cause)));
        }
        Instant end = since.plus(grace);
        if (!end.isAfter(now)) {
            return Optional.of(new Change.Remove(runtime.id(), runtime.cause()));
        }
        due = end.isBefore(due) ? end : due;
        return Optional.empty();
    }

    private Cluster runtime(String id, String kyma, KubeconfigSecret access, Cause cause) {
        return new Cluster(
                id,
                Cluster.Role.RUNTIME,
                controlPlane,
                kyma,
                access,
                List.of(Cluster.Role.RUNTIME.defaultNamespace()),
                null,
                cause);
    }

    private boolean isAwaited(String id, Members members) {
        Optional<Coordinates> before = awaited.get(id);
        if (before != null && before.equals(members.last(id))) {
            return true;
        }
        awaited.remove(id);
        return false;
    }

    private static boolean isDiscovered(Cluster runtime) {
        return runtime.access() instanceof KubeconfigSecret;
    }

    private static boolean isSecretOf(Cluster holder, Claim claim) {
        return holder.access() instanceof KubeconfigSecret access
                && access.namespace().equals(claim.secret().namespace())
                && access.name().equals(claim.secret().name());
    }

    private static boolean covers(String namespace, ObjectRef secret) {
        return namespace.equals(Cluster.ALL_NAMESPACES) || namespace.equals(secret.namespace());
    }

    private static RefusedClaim refusal(Claim claim, Reason reason, @Nullable String holder) {
        return new RefusedClaim(claim.place(), claim.runtime(), reason, holder);
    }
}
