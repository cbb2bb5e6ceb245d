package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
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
    private final ClusterWatch.Shared watching;
    private final SplittableGenerator random;
    private final BlockingQueue<Envelope> queue;
    private final Discoveries discoveries;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Known> left = new HashMap<>();
    private final Set<Session> touched = new LinkedHashSet<>();
    private Instant allLookedAt = Instant.EPOCH;

    /**
     * @param takeover what the former owner left
     * @param queue where sessions put what they see
     * @param discoveries of the control planes among them
     */
    Sessions(
            Takeover takeover,
            ClusterWatch.Shared watching,
            SplittableGenerator random,
            BlockingQueue<Envelope> queue,
            Discoveries discoveries) {
        this.takeover = takeover;
        this.watching = watching;
        this.random = random;
        this.queue = queue;
        this.discoveries = discoveries;
    }

    /** Goes on where the former owner ended, with what has changed in the fleet since. */
    void begin(Batch batch) {
        for (String cluster : takeover.departed()) {
            leave(cluster, takeover.known(cluster), takeover.departure(cluster), batch);
        }
        for (Member member : takeover.members().values()) {
            join(member, takeover.known(member.cluster().id()), batch);
        }
    }

    void fleetChanged(TopicRecord<Cluster> change, Batch batch) {
        if (change.at().offset() < takeover.position()) {
            return;
        }
        switch (change) {
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) -> changed(new Member(value.value(), value.at()), batch);
            case TopicRecord.Value<Cluster> value ->
                batch.deadLetter(DeadLetter.Code.INVALID_KEY, value.key(), value.at());
            case TopicRecord.Unreadable<Cluster> unreadable ->
                batch.deadLetter(unreadable.code(), null, unreadable.at());
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                Session session = sessions.remove(tombstone.key());
                if (session != null) {
                    session.close();
                    leave(tombstone.key(), session.book().known(), tombstone.at(), batch);
                }
            }
        }
    }

    void sighted(Session session, Sighting sighting, Batch batch) {
        if (!session.isClosed()) {
            session.apply(sighting, batch);
            discoveries.sighted(session.cluster(), sighting);
            touched.add(session);
        }
    }

    /** Of runtimes that came, changed or went. */
    void addDiscovered(Batch batch) {
        if (discoveries.addChanges(watching.clock().instant(), batch)) {
            sessions.forEach((id, session) -> {
                if (session.book().refuses(discoveries.refused(id))) {
                    touched.add(session);
                }
            });
        }
    }

    /** Of the clusters of which something was seen, and now and then of all: high water becomes due by itself. */
    void addStatuses(Batch batch) {
        Instant now = watching.clock().instant();
        Collection<Session> candidates = touched;
        if (!allLookedAt.plus(ALL_EVERY).isAfter(now)) {
            allLookedAt = now;
            candidates = sessions.values();
        }
        for (Session session : candidates) {
            if (!session.isClosed()) {
                session.book().due(now).ifPresent(status -> {
                    report(status);
                    batch.status(status);
                });
            }
        }
        touched.clear();
    }

    private void changed(Member member, Batch batch) {
        String id = member.cluster().id();
        Session before = sessions.get(id);
        if (before == null) {
            join(member, left.getOrDefault(id, takeover.known(id)), batch);
        } else if (!before.watches(member.cluster())) {
            before.close();
            join(member, before.book().known().at(watching.clock().instant()), batch);
        }
    }

    private void join(Member member, Known known, Batch batch) {
        Cluster cluster = member.cluster();
        List<Feed> feeds = Feed.of(cluster);
        batch.retire(
                cluster.id(),
                entry -> feeds.stream().noneMatch(feed -> covers(feed, entry)),
                Deletion.Reason.RESYNC,
                member.at());
        StatusBook book = new StatusBook(cluster, member.at(), known);
        Session session = new Session(cluster, book, takeover.inventory(), queue);
        sessions.put(cluster.id(), session);
        discoveries.begin(cluster, member.at());
        touched.add(session);
        session.start(known.at(), watching, random.split());
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
    }
}
