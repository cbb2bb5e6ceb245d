package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.observe.Fault;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * The clusters of one partition: who is a member of the fleet, and what that and what is seen of them mean for a batch.
 *
 * <p>Not thread-safe.
 */
final class Sessions implements FleetRecords.Changes, AutoCloseable {

    private final Takeover takeover;
    private final ClusterWatch.Shared watching;
    private final SessionStart start;
    private final SessionStatuses statuses;
    private final FleetRecords records = new FleetRecords(this);
    private final Discoveries discoveries;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Departures departures;
    private final Unaccounted unaccounted;
    private final SessionBulkhead bulkhead;
    private final BudgetMeters meters;

    /**
     * @param takeover what the former owner left
     * @param ends of the partition of a topic, as far as it is committed
     * @param discoveries of the control planes among them
     * @param controlPlanes the epochs of those that the runtimes among them belong to
     * @param meters what is measured of budgets
     * @see SessionStart
     */
    Sessions(
            Takeover takeover,
            Topics topics,
            ToLongFunction<Topic<?>> ends,
            Set<String> comparableKeys,
            ClusterWatch.Shared watching,
            SplittableGenerator random,
            BlockingQueue<Envelope> queue,
            Discoveries discoveries,
            ControlPlaneEpochs controlPlanes,
            BudgetMeters meters) {
        this.meters = meters;
        this.takeover = takeover;
        this.unaccounted = takeover.unaccounted();
        this.watching = watching;
        this.discoveries = discoveries;
        this.departures = new Departures(takeover, discoveries);
        SplittableGenerator jitter = random.split();
        this.start = new SessionStart(takeover.inventory(), comparableKeys, watching, random, queue);
        this.statuses = new SessionStatuses(topics, ends, discoveries, controlPlanes, meters);
        this.bulkhead = new SessionBulkhead(sessions, start, statuses, discoveries, watching, jitter);
    }

    /** Goes on where the former owner ended, with what has changed in the fleet since. */
    void begin(Batch batch) {
        for (String cluster : takeover.departed()) {
            Known known = takeover.known(cluster);
            bulkhead.within(cluster, batch, () -> departures.add(cluster, known, takeover.departure(cluster), batch));
        }
        for (Member member : takeover.members().values()) {
            String id = member.cluster().id();
            bulkhead.within(id, batch, () -> join(member, takeover.known(id), batch));
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
                .forEach(session -> bulkhead.within(
                        session.cluster().id(),
                        batch,
                        () -> session.book().gap(now).ifPresent(batch::status)));
    }

    void fleetChanged(TopicRecord<Cluster> change, Batch batch) {
        if (change.at().offset() >= takeover.position()) {
            records.take(change, batch);
        }
    }

    @Override
    public void changed(Member member, Batch batch) {
        String id = member.cluster().id();
        bulkhead.within(id, batch, () -> {
            Session before = sessions.get(id);
            if (before == null) {
                join(member, departures.known(id), batch);
            } else if (!before.watches(member.cluster())) {
                before.close();
                bulkhead.forget(id);
                Instant until =
                        before.lastGood() == null ? null : watching.clock().instant();
                join(member, before.book().known().at(until), batch);
            }
        });
    }

    @Override
    public void left(String id, Coordinates at, Batch batch) {
        Session session = sessions.remove(id);
        if (session != null) {
            session.close();
            bulkhead.forget(id);
            meters.forget(id);
        }
        if (session != null || unaccounted.found(id)) {
            Known known = session == null ? takeover.known(id) : session.book().known();
            bulkhead.within(id, batch, () -> departures.add(id, known, at, batch));
        }
    }

    /**
     * Why not all members are watched as the topic of the fleet has them; empty if they are. What only a newer build can read is
     * watched as it was.
     */
    String trouble() {
        return records.newest().map(NewerRecord::describe).orElseGet(unaccounted::describe);
    }

    /** Those that are watched, or will be again, by the id of their cluster. */
    Map<String, Session> all() {
        return Collections.unmodifiableMap(sessions);
    }

    /** The record with which a cluster left, if it is known to have left. */
    Optional<Coordinates> departure(String cluster) {
        return departures.record(cluster);
    }

    void sighted(Session session, Sighting sighting, Batch batch) {
        if (session.isClosed()) {
            return;
        }
        bulkhead.within(session.cluster().id(), batch, () -> {
            session.apply(sighting, batch);
            if (!discoveries.sighted(session.cluster(), sighting) && sighting instanceof Sighting.Claimed claimed) {
                session.leaveOut(claimed.claim().secret());
            }
            statuses.touch(session);
        });
    }

    /** The watch of a cluster has failed on a thread of its own. */
    void failed(Session session, Fault fault) {
        if (!session.isClosed()) {
            bulkhead.failed(session.cluster().id(), fault);
        }
    }

    /** Of runtimes that came, changed or went. */
    void addDiscovered(Batch batch) {
        boolean looked = discoveries.addChanges(
                watching.clock().instant(), batch, (id, work) -> bulkhead.within(id, batch, work));
        if (looked) {
            sessions.forEach((id, session) -> {
                if (session.book().refuses(discoveries.refused(id))) {
                    statuses.touch(session);
                }
            });
        }
    }

    /** Tries again what failed, when it is due. */
    void retryFaulted(Batch batch) {
        bulkhead.retry(batch);
    }

    /** Of the clusters of which something was seen, and now and then of all: high water becomes due by itself. */
    void addStatuses(Batch batch) {
        Instant now = watching.clock().instant();
        for (Session session : statuses.toLookAt(sessions.values(), now)) {
            if (!session.isClosed()) {
                bulkhead.within(session.cluster().id(), batch, () -> statuses.add(session, now, batch));
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
            if (session.book().committed()) {
                statuses.touch(session);
                news = true;
            }
        }
        return news;
    }

    private void join(Member member, Known known, Batch batch) {
        Cluster cluster = member.cluster();
        unaccounted.found(cluster.id());
        List<Feed> feeds = Feed.of(cluster);
        batch.retire(
                cluster.id(),
                entry -> feeds.stream().noneMatch(feed -> feed.covers(entry.kind(), entry.ref())),
                Deletion.Reason.RESYNC,
                member.at());
        StatusBook book =
                new StatusBook(cluster, member.at(), known, watching.clock().instant());
        Optional.ofNullable(sessions.get(cluster.id()))
                .ifPresent(before -> book.epoch().follow(before.book().epoch()));
        Session session = start.make(member, known, book);
        sessions.put(cluster.id(), session);
        discoveries.begin(cluster, member.at());
        statuses.touch(session);
        start.start(session, Condition.CONNECTING);
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        meters.forget(sessions.keySet());
    }
}
