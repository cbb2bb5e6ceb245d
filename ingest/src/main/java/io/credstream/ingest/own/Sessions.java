package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.Bulkhead;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.read.NewerKeys;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The clusters of one partition: who is a member of the fleet, and what that and what is seen of them mean for a batch.
 *
 * <p>Not thread-safe.
 */
final class Sessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration ALL_EVERY = Duration.ofSeconds(10);

    private final Takeover takeover;
    private final Topics topics;
    private final ToLongFunction<Topic<?>> ends;
    private final Set<String> comparableKeys;
    private final ClusterWatch.Shared watching;
    private final SplittableGenerator random;
    private final BlockingQueue<Envelope> queue;
    private final RuntimeEpochs runtimes;
    private final Discoveries discoveries;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Known> left = new HashMap<>();
    private final Set<Session> touched = new LinkedHashSet<>();
    private final NewerKeys newer = new NewerKeys();
    private final Unaccounted unaccounted;
    private final Faults faults;
    private final BudgetMeters meters;
    private Instant allLookedAt = Instant.EPOCH;

    /**
     * @param takeover what the former owner left
     * @param ends of the partition of a topic, as far as it is committed
     * @param comparableKeys ids of fingerprint keys; see {@link HeldCredentials}
     * @param queue where sessions put what they see
     * @param runtimes of all partitions of this process
     * @param discoveries of the control planes among them
     * @param meters what is measured of budgets
     */
    Sessions(
            Takeover takeover,
            Topics topics,
            ToLongFunction<Topic<?>> ends,
            Set<String> comparableKeys,
            ClusterWatch.Shared watching,
            SplittableGenerator random,
            BlockingQueue<Envelope> queue,
            RuntimeEpochs runtimes,
            Discoveries discoveries,
            BudgetMeters meters) {
        this.meters = meters;
        this.faults = new Faults(watching.settings().backoff(), random.split());
        this.takeover = takeover;
        this.unaccounted = takeover.unaccounted();
        this.topics = topics;
        this.ends = ends;
        this.comparableKeys = comparableKeys;
        this.watching = watching;
        this.random = random;
        this.queue = queue;
        this.runtimes = runtimes;
        this.discoveries = discoveries;
    }

    /** Goes on where the former owner ended, with what has changed in the fleet since. */
    void begin(Batch batch) {
        for (String cluster : takeover.departed()) {
            within(cluster, batch, () -> leave(cluster, takeover.known(cluster), takeover.departure(cluster), batch));
        }
        for (Member member : takeover.members().values()) {
            String id = member.cluster().id();
            within(id, batch, () -> join(member, takeover.known(id), batch));
        }
        sayGaps(batch);
    }

    /**
     * That there is a gap in the watch of each runtime. A Manifest of a control plane names the epoch in which it is observed; one whose
     * template is on a runtime is no proof that anybody has looked there.
     */
    private void sayGaps(Batch batch) {
        Instant now = watching.clock().instant();
        List.copyOf(sessions.values()).stream()
                .filter(session -> session.cluster().role() == Cluster.Role.RUNTIME)
                .forEach(session -> within(
                        session.cluster().id(),
                        batch,
                        () -> session.book().gap(now).ifPresent(batch::status)));
    }

    void fleetChanged(TopicRecord<Cluster> change, Batch batch) {
        if (change.at().offset() < takeover.position()) {
            return;
        }
        newer.take(change);
        switch (change) {
            case TopicRecord.Unreadable<Cluster> unreadable
            when unreadable.newer() != null ->
                LOG.atWarn()
                        .addKeyValue(LogKeys.TOPIC, unreadable.at().topic())
                        .addKeyValue(LogKeys.PARTITION, unreadable.at().partition())
                        .addKeyValue(LogKeys.OFFSET, unreadable.at().offset())
                        .addKeyValue(LogKeys.REASON, unreadable.newer().describe())
                        .log("A member of the fleet changes only for a newer build");
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) ->
                within(value.key(), batch, () -> changed(new Member(value.value(), value.at()), batch));
            case TopicRecord.Value<Cluster> value ->
                batch.deadLetter(DeadLetter.Code.INVALID_KEY, value.key(), value.at());
            case TopicRecord.Unreadable<Cluster> unreadable ->
                batch.deadLetter(unreadable.code(), null, unreadable.at());
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                String id = tombstone.key();
                Session session = sessions.remove(id);
                if (session != null) {
                    session.close();
                    faults.forget(id);
                    meters.forget(id);
                }
                if (session != null || unaccounted.found(id)) {
                    Known known = session == null
                            ? takeover.known(id)
                            : session.book().known();
                    within(id, batch, () -> leave(id, known, tombstone.at(), batch));
                }
            }
        }
    }

    /**
     * Why not all members are watched as the topic of the fleet has them; empty if they are. What only a newer build can read is
     * watched as it was.
     */
    String trouble() {
        return newer.newest().map(NewerRecord::describe).orElseGet(unaccounted::describe);
    }

    /** Those that are watched, or will be again, by the id of their cluster. */
    Map<String, Session> all() {
        return Collections.unmodifiableMap(sessions);
    }

    /** The record with which a cluster left, if it is known to have left. */
    Optional<Coordinates> departure(String cluster) {
        return left.containsKey(cluster) ? Optional.of(takeover.departure(cluster)) : Optional.empty();
    }

    void sighted(Session session, Sighting sighting, Batch batch) {
        if (session.isClosed()) {
            return;
        }
        within(session.cluster().id(), batch, () -> {
            session.apply(sighting, batch);
            if (!discoveries.sighted(session.cluster(), sighting) && sighting instanceof Sighting.Claimed claimed) {
                session.leaveOut(claimed.claim().secret());
            }
            touched.add(session);
        });
    }

    /** The watch of a cluster has failed on a thread of its own. */
    void failed(Session session, Fault fault) {
        if (!session.isClosed()) {
            faulted(session.cluster().id(), fault);
        }
    }

    /** Of runtimes that came, changed or went. */
    void addDiscovered(Batch batch) {
        boolean looked =
                discoveries.addChanges(watching.clock().instant(), batch, (id, work) -> within(id, batch, work));
        if (looked) {
            sessions.forEach((id, session) -> {
                if (session.book().refuses(discoveries.refused(id))) {
                    touched.add(session);
                }
            });
        }
    }

    /** Tries again what failed, when it is due; what has gone well for long enough since is no fault any more. */
    void retryFaulted(Batch batch) {
        Instant now = watching.clock().instant();
        for (String id : faults.due(now)) {
            Session session = sessions.get(id);
            if (session != null) {
                within(id, batch, () -> {
                    faults.retried(id, now);
                    begin(session, Condition.FAULTED);
                });
            }
        }
        for (String id : faults.proving()) {
            Session session = sessions.get(id);
            if (session != null && session.book().isSettled() && faults.proven(id, now)) {
                session.book().faulted(null);
                touched.add(session);
            }
        }
        faults.healed(now).forEach(watching.bulkhead()::forget);
    }

    /** Of the clusters of which something was seen, and now and then of all: high water becomes due by itself. */
    void addStatuses(Batch batch) {
        Instant now = watching.clock().instant();
        Collection<Session> candidates = List.copyOf(touched);
        if (!allLookedAt.plus(ALL_EVERY).isAfter(now)) {
            allLookedAt = now;
            candidates = List.copyOf(sessions.values());
        }
        touched.clear();
        for (Session session : candidates) {
            if (!session.isClosed()) {
                within(session.cluster().id(), batch, () -> addStatus(session, now, batch));
            }
        }
    }

    /**
     * A batch was committed. What was listed in it is current from now on, which the next batch says.
     *
     * @return whether there is such a thing
     */
    boolean committed() {
        boolean news = false;
        for (Session session : sessions.values()) {
            session.committed();
            if (session.book().committed()) {
                touched.add(session);
                news = true;
            }
        }
        return news;
    }

    private void addStatus(Session session, Instant now, Batch batch) {
        String id = session.cluster().id();
        int runtimes = discoveries.claims(id);
        List<BudgetUse> uses = session.budgets(batch, runtimes);
        if (session.book().uses(uses)) {
            meters.show(id, uses);
        }
        session.takeInIfRoom(batch, runtimes);
        session.book().reaches(ends.applyAsLong(topics.credentials()), ends.applyAsLong(topics.templates()));
        session.book().due(now).ifPresent(status -> {
            report(status);
            batch.status(status);
        });
    }

    /** The one way in which something is done for a cluster here: what fails is undone, and the cluster's fault alone. */
    private void within(String cluster, Batch batch, Bulkhead.Work work) {
        Batch.Savepoint before = batch.savepoint();
        watching.bulkhead().run(cluster, work).ifPresent(fault -> {
            batch.rollback(before);
            faulted(cluster, fault);
        });
    }

    /**
     * Discards all that is in memory of a cluster but what has been written of it, and has it watched again after a while. How
     * far its versions had come is kept, so that its incarnation stays right; whatever happens until then is a gap.
     */
    private void faulted(String cluster, Fault fault) {
        Session failed = sessions.get(cluster);
        if (failed == null) {
            return; // It has left, or could never be begun; its record is read again at the next takeover.
        }
        failed.close();
        Instant now = watching.clock().instant();
        ClusterStatus.Fault state = faults.add(cluster, fault.code(), now);
        Known known = failed.book().known().at(failed.lastGood());
        StatusBook book = new StatusBook(failed.cluster(), failed.member().at(), known, now);
        book.inherit(failed.book());
        book.faulted(state);
        Session resting = session(failed.member(), known, book);
        sessions.put(cluster, resting);
        discoveries.begin(failed.cluster(), failed.member().at());
        touched.remove(failed);
        touched.add(resting);
    }

    private void changed(Member member, Batch batch) {
        String id = member.cluster().id();
        Session before = sessions.get(id);
        if (before == null) {
            join(member, left.getOrDefault(id, takeover.known(id)), batch);
        } else if (!before.watches(member.cluster())) {
            before.close();
            faults.forget(id);
            Instant until = before.lastGood() == null ? null : watching.clock().instant();
            join(member, before.book().known().at(until), batch);
        }
    }

    private void join(Member member, Known known, Batch batch) {
        Cluster cluster = member.cluster();
        unaccounted.found(cluster.id());
        List<Feed> feeds = Feed.of(cluster);
        batch.retire(
                cluster.id(),
                entry -> feeds.stream().noneMatch(feed -> covers(feed, entry)),
                Deletion.Reason.RESYNC,
                member.at());
        StatusBook book =
                new StatusBook(cluster, member.at(), known, watching.clock().instant());
        Session before = sessions.get(cluster.id());
        if (before != null) {
            book.epoch().follow(before.book().epoch());
        }
        Session session = session(member, known, book);
        sessions.put(cluster.id(), session);
        discoveries.begin(cluster, member.at());
        begin(session, Condition.CONNECTING);
    }

    private Session session(Member member, Known known, StatusBook book) {
        return new Session(
                member,
                known,
                book,
                takeover.inventory(),
                queue,
                runtimes,
                watching.settings().budgets());
    }

    private void begin(Session session, Condition doubt) {
        touched.add(session);
        session.hold(comparableKeys);
        session.start(doubt, watching, random.split());
    }

    private void leave(String cluster, Known known, Coordinates cause, Batch batch) {
        batch.retire(cluster, entry -> true, Deletion.Reason.CLUSTER_REMOVED, cause);
        ClusterStatus status = known.status();
        if (status != null) {
            String uid = status.systemUid();
            batch.statusGone(cluster, known.incarnation(), uid == null ? "" : uid, cause);
        }
        discoveries.end(cluster, cause);
        left.put(cluster, known.gone());
    }

    private static boolean covers(Feed feed, InventoryEntry entry) {
        return feed.covers(entry.kind(), entry.ref());
    }

    private static void report(ClusterStatus status) {
        boolean expected = status.condition() == Condition.WATCHED || status.condition() == Condition.CONNECTING;
        LOG.atLevel(expected ? Level.DEBUG : Level.WARN)
                .addKeyValue(LogKeys.CLUSTER, status.cluster())
                .addKeyValue(LogKeys.CONDITION, status.condition())
                .addKeyValue(LogKeys.REASON, status.fix())
                .log("The status of a cluster changed");
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        meters.forget(sessions.keySet());
    }
}
