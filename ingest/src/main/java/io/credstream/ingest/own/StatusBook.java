package io.credstream.ingest.own;

import io.credstream.ingest.watch.Era;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.Fault;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of one cluster, built up from sightings. A record is due when something changed that matters; high water alone
 * matters only every few minutes.
 *
 * <p>Not thread-safe.
 */
final class StatusBook {

    static final Duration REFRESH = Duration.ofMinutes(3);

    private static final int MAX_REFUSED = 100;

    /** Worst first: what keeps everything from being watched stands before what keeps something. */
    private static final List<Condition> SEVERITY = List.of(
            Condition.FAULTED,
            Condition.KUBECONFIG_REFUSED,
            Condition.KUBECONFIG_MISSING,
            Condition.CERTIFICATE_INVALID,
            Condition.UNAUTHORIZED,
            Condition.UNREACHABLE,
            Condition.OVERLOADED,
            Condition.FORBIDDEN,
            Condition.NOT_SERVED,
            Condition.OVER_BUDGET,
            Condition.CONNECTING,
            Condition.FINGERPRINT_KEY_UNKNOWN,
            Condition.CLAIM_REFUSED,
            Condition.NEAR_BUDGET,
            Condition.CLOCK_SKEW,
            Condition.WATCHED);

    private static final Trouble CONNECTING = new Trouble(Condition.CONNECTING, "start", "wait");
    private static final Trouble SKEWED =
            new Trouble(Condition.CLOCK_SKEW, "Date", "set the clock of the API server, or the one of this machine");

    private final String cluster;
    private final Cause member;
    private final @Nullable String actsAs;
    private final Map<Feed, FeedStatus> feeds = new LinkedHashMap<>();
    private final Map<Kind, String> highWater = new EnumMap<>(Kind.class);
    private final Gaps gaps = new Gaps();
    private final WatchEpoch epoch;
    private long incarnation;
    private @Nullable String systemUid;
    private @Nullable String kubernetesVersion;
    private boolean skewed;
    private List<RefusedClaim> refused = List.of();
    private @Nullable Trouble held;
    private List<BudgetUse> budgets = List.of();
    private @Nullable Fault fault;
    private long credentialsEnd;
    private long templatesEnd;
    private Cause cause;
    private @Nullable ClusterStatus written;
    private Instant writtenAt = Instant.EPOCH;

    private static final class FeedStatus {
        private boolean listed;
        private @Nullable Trouble trouble;

        private FeedStatus(boolean listed, @Nullable Trouble trouble) {
            this.listed = listed;
            this.trouble = trouble;
        }
    }

    /**
     * Opens the book with what is known from before.
     *
     * @param member the record that makes the cluster a member of the fleet
     * @param now when its watch begins
     */
    StatusBook(Cluster cluster, Cause member, Known known, Instant now) {
        this.cluster = cluster.id();
        this.member = member;
        this.actsAs = cluster.access() instanceof KubeconfigSecret secret ? secret.user() : null;
        this.cause = member;
        this.incarnation = known.incarnation();
        highWater.putAll(known.highWater());
        ClusterStatus before = known.status();
        written = before;
        if (before != null) {
            systemUid = before.systemUid();
            kubernetesVersion = before.kubernetesVersion();
            gaps.addAll(before.gaps());
            refused = before.refusedClaims();
        }
        boolean current = before != null && before.incarnation() == incarnation;
        List<Feed> all = Feed.of(cluster);
        epoch = new WatchEpoch(all, before == null ? null : before.epoch(), now);
        for (Feed feed : all) {
            boolean listed = current && before != null && before.listed(feed.kind());
            feeds.put(feed, new FeedStatus(listed, CONNECTING));
        }
    }

    Era era() {
        return new Era(incarnation, systemUid, highWater);
    }

    long incarnation() {
        return incarnation;
    }

    String systemUid() {
        return systemUid == null ? "" : systemUid;
    }

    /** What a book for the same cluster is opened with when this one is closed. */
    Known known() {
        return new Known(written, null, incarnation, Map.copyOf(highWater));
    }

    void add(Sighting sighting) {
        switch (sighting) {
            case Sighting.Present present ->
                saw(present.kind(), present.projection().version());
            case Sighting.Absent absent -> saw(absent.kind(), absent.version());
            case Sighting.Bookmark bookmark -> saw(bookmark.feed().kind(), bookmark.version());
            case Sighting.Claimed claimed -> saw(Kind.SECRET, claimed.version());
            case Sighting.Withdrawn withdrawn -> saw(Kind.SECRET, withdrawn.version());
            case Sighting.TooLarge large -> saw(large.feed().kind(), large.version());
            case Sighting.Used ignored -> {}
            case Sighting.Malformed ignored -> {}
            case Sighting.Listed listed -> {
                saw(listed.feed().kind(), listed.version());
                if (listed.version().incarnation() == incarnation) {
                    status(listed.feed()).listed = true;
                    epoch.listed(listed.feed());
                }
                follows(new Cause.Observation(
                        cluster, listed.feed().kind(), listed.version().resourceVersion()));
            }
            case Sighting.Identified identified -> {
                systemUid = identified.systemUid() == null ? systemUid : identified.systemUid();
                kubernetesVersion =
                        identified.kubernetesVersion() == null ? kubernetesVersion : identified.kubernetesVersion();
            }
            case Sighting.Restarted restarted -> restart(restarted.incarnation());
            case Sighting.Lost lost -> epoch.lost(lost.feed(), lost.at());
            case Sighting.Following following -> {
                status(following.feed()).trouble = null;
                follows(member);
            }
            case Sighting.Troubled troubled -> {
                status(troubled.feed()).trouble = troubled.trouble();
                follows(member);
            }
            case Sighting.Missed missed -> gaps.add(missed, fault);
            case Sighting.Skewed skew -> {
                skewed = skew.skewed();
                follows(member);
            }
        }
    }

    /** Secrets that make no runtime; the status shows some of them. Returns whether that is news. */
    boolean refuses(List<RefusedClaim> claims) {
        List<RefusedClaim> shown = claims.stream().limit(MAX_REFUSED).toList();
        boolean news = !shown.equals(refused);
        refused = shown;
        return news;
    }

    /** Credentials cannot be compared with what was reported of them, or no more. */
    void holds(Optional<Trouble> trouble) {
        held = trouble.orElse(null);
    }

    /** The budgets that the cluster comes near or exceeds. Returns whether that is news. */
    boolean uses(List<BudgetUse> measured) {
        boolean news = !measured.equals(budgets);
        budgets = List.copyOf(measured);
        return news;
    }

    /** How far the topics go, in the cluster's partition, to which its credentials and templates were committed. */
    void reaches(long credentials, long templates) {
        credentialsEnd = credentials;
        templatesEnd = templates;
    }

    /**
     * A batch was committed. What was listed becomes current, but not before each feed has been heard of: Manifests that are there when
     * a cluster is first bound are one change (R21), those that come after it are one each.
     *
     * @return whether something has become current
     */
    boolean committed() {
        if (!epoch.isUncommitted() || !isSettled()) {
            return false;
        }
        epoch.committed();
        return true;
    }

    /** The epoch of the cluster's watch. */
    WatchEpoch epoch() {
        return epoch;
    }

    /** What was written last, in the epoch that begins: nothing is current any more. Empty if nothing was said to be. */
    Optional<ClusterStatus> gap(Instant now) {
        ClusterStatus before = written;
        if (before == null || !before.isBindable()) {
            return Optional.empty();
        }
        ClusterStatus gap = before.in(epoch.epoch(credentialsEnd, templatesEnd));
        written = gap;
        writtenAt = now;
        return Optional.of(gap);
    }

    /** Takes over when the book before this one was written last, and the gaps that it has not written yet. */
    void inherit(StatusBook before) {
        epoch.follow(before.epoch);
        writtenAt = before.writtenAt;
        gaps.replaceBy(before.gaps);
    }

    /** Work for the cluster failed, and is tried again; or, with {@code null}, has gone well for long enough since. */
    void faulted(@Nullable Fault now) {
        fault = now;
        follows(member);
    }

    /** Whether each feed has been heard of since the book was opened, be it that it is in trouble. */
    boolean isSettled() {
        return feeds.values().stream().noneMatch(feed -> CONNECTING.equals(feed.trouble));
    }

    /** The record to write now, if any. A cluster that was known before is not reported anew until there is something new. */
    Optional<ClusterStatus> due(Instant now) {
        ClusterStatus current = current();
        ClusterStatus before = written;
        if (before != null && epoch.isUncommitted() && !epoch.isUnknownTo(before.epoch())) {
            return Optional.empty(); // it says more as soon as the batch is committed
        }
        if (before != null && current.condition() == Condition.CONNECTING && !isNewEpoch(current, before)) {
            return Optional.empty();
        }
        boolean changed = before == null
                || isNewEpoch(current, before)
                || !StatusEssence.of(current).equals(StatusEssence.of(before));
        boolean stale = before != null
                && !(current.kinds().equals(before.kinds())
                        && current.budgets().equals(before.budgets())
                        && Objects.equals(current.fault(), before.fault()))
                && !writtenAt.plus(REFRESH).isAfter(now);
        if (!changed && !stale) {
            return Optional.empty();
        }
        written = current;
        writtenAt = now;
        return Optional.of(current);
    }

    /**
     * Whether others have to know it: records name it, or bindings can rest on it from now on. A watch that is built again and again
     * because of a fault begins an epoch each time, of which nobody needs to hear unless records name it.
     */
    private boolean isNewEpoch(ClusterStatus current, ClusterStatus before) {
        return epoch.isUnknownTo(before.epoch())
                || ((fault == null || epoch.isNamed())
                        && current.isBindable()
                        && !(before.epoch() != null && isSame(current.epoch(), before.epoch())));
    }

    private static boolean isSame(@Nullable Epoch current, Epoch before) {
        return current != null && Objects.equals(current.bindable(), before.bindable());
    }

    private void saw(Kind kind, Version version) {
        if (version.incarnation() == incarnation) {
            highWater.merge(
                    kind, version.resourceVersion(), (a, b) -> Version.compareResourceVersions(a, b) >= 0 ? a : b);
        }
    }

    private void restart(long grown) {
        if (grown > incarnation) {
            incarnation = grown;
            highWater.clear();
            feeds.values().forEach(feed -> feed.listed = false);
            epoch.restart();
            follows(member);
        }
    }

    private void follows(Cause newCause) {
        cause = newCause;
    }

    private FeedStatus status(Feed feed) {
        return Objects.requireNonNull(feeds.get(feed), "a feed that is not the cluster's");
    }

    private ClusterStatus current() {
        Trouble worst = worst().orElse(null);
        return new ClusterStatus(
                cluster,
                worst == null ? Condition.WATCHED : worst.condition(),
                worst == null ? null : fix(worst),
                kubernetesVersion,
                systemUid,
                incarnation,
                feeds.keySet().stream()
                        .map(Feed::kind)
                        .distinct()
                        .map(this::kind)
                        .toList(),
                gaps.all(),
                refused,
                fault,
                budgets,
                epoch.epoch(credentialsEnd, templatesEnd),
                cause);
    }

    /** Who has to be granted something is not who the kubeconfig is for, where it is used to act as somebody else. */
    private String fix(Trouble trouble) {
        return actsAs == null || trouble.condition() != Condition.FORBIDDEN
                ? trouble.fix()
                : trouble.fix() + "; on a discovered runtime that is " + actsAs
                        + ", as whom the user of its kubeconfig may have to be allowed to act";
    }

    private Optional<Trouble> worst() {
        Stream<Trouble> troubles = feeds.values().stream().flatMap(feed -> Optional.ofNullable(feed.trouble).stream());
        return Stream.of(
                        troubles,
                        Optional.ofNullable(held).stream(),
                        fault == null ? Stream.<Trouble>empty() : Stream.of(trouble(fault)),
                        BudgetTrouble.of(budgets).stream(),
                        RefusedClaims.trouble(refused).stream(),
                        skewed ? Stream.of(SKEWED) : Stream.<Trouble>empty())
                .flatMap(Function.identity())
                .min((a, b) -> SEVERITY.indexOf(a.condition()) - SEVERITY.indexOf(b.condition()));
    }

    private KindStatus kind(Kind kind) {
        boolean listed = true;
        boolean served = true;
        String version = "";
        for (Map.Entry<Feed, FeedStatus> entry : feeds.entrySet()) {
            if (entry.getKey().kind() == kind) {
                Trouble trouble = entry.getValue().trouble;
                listed &= entry.getValue().listed;
                served &= trouble == null || trouble.condition() != Condition.NOT_SERVED;
                version = entry.getKey().servedVersion();
            }
        }
        return new KindStatus(kind, served ? version : null, listed, highWater.get(kind));
    }

    private static Trouble trouble(Fault fault) {
        return new Trouble(
                Condition.FAULTED,
                fault.code(),
                "report " + fault.code()
                        + " with the stack trace in the log of ingest; the watch is rebuilt by itself");
    }
}
