package io.credstream.ingest.own;

import io.credstream.ingest.watch.Bulkhead;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The one way in which something is done for a cluster of a partition: what fails is undone, and the cluster's fault alone. Its session
 * is replaced by one that rests, and is started after a while. Not thread-safe.
 */
final class SessionBulkhead {

    private final Map<String, Session> sessions;
    private final SessionStart start;
    private final SessionStatuses statuses;
    private final Discoveries discoveries;
    private final ClusterWatch.Shared watching;
    private final Faults faults;

    /** @param sessions by the id of their cluster; those that fail are replaced */
    SessionBulkhead(
            Map<String, Session> sessions,
            SessionStart start,
            SessionStatuses statuses,
            Discoveries discoveries,
            ClusterWatch.Shared watching,
            RandomGenerator random) {
        this.sessions = sessions;
        this.start = start;
        this.statuses = statuses;
        this.discoveries = discoveries;
        this.watching = watching;
        this.faults = new Faults(watching.settings().backoff(), random);
    }

    void within(String cluster, Batch batch, Bulkhead.Work work) {
        Batch.Savepoint before = batch.savepoint();
        watching.bulkhead().run(cluster, work).ifPresent(fault -> {
            batch.rollback(before);
            failed(cluster, fault);
        });
    }

    /**
     * Discards all that is in memory of a cluster but what has been written of it, and has it watched again after a while. How
     * far its versions had come is kept, so that its incarnation stays right; whatever happens until then is a gap.
     */
    void failed(String cluster, Fault fault) {
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
        Session resting = start.make(failed.member(), known, book);
        sessions.put(cluster, resting);
        discoveries.begin(failed.cluster(), failed.member().at());
        statuses.forget(failed);
        statuses.touch(resting);
    }

    /** Tries again what failed, when it is due; what has gone well for long enough since is no fault any more. */
    void retry(Batch batch) {
        Instant now = watching.clock().instant();
        for (String id : faults.due(now)) {
            Session session = sessions.get(id);
            if (session != null) {
                within(id, batch, () -> {
                    faults.retried(id, now);
                    statuses.touch(session);
                    start.start(session, Condition.FAULTED);
                });
            }
        }
        for (String id : faults.proving()) {
            Session session = sessions.get(id);
            if (session != null && session.book().isSettled() && faults.proven(id, now)) {
                session.book().faulted(null);
                statuses.touch(session);
            }
        }
        faults.healed(now).forEach(watching.bulkhead()::forget);
    }

    /** The cluster has left, or is watched in another way. */
    void forget(String cluster) {
        faults.forget(cluster);
    }
}
