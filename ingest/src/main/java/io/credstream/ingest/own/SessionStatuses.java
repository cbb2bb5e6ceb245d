package io.credstream.ingest.own;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Kind;
import io.credstream.observe.LogKeys;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The statuses of sessions: which have to be looked at, and what they are. Not thread-safe. */
final class SessionStatuses {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStatuses.class);
    private static final Duration ALL_EVERY = Duration.ofSeconds(10);

    private final Topics topics;
    private final ToLongFunction<Topic<?>> ends;
    private final Discoveries discoveries;
    private final ControlPlaneEpochs controlPlanes;
    private final BudgetMeters meters;
    private final Set<Session> touched = new LinkedHashSet<>();
    private Instant allLookedAt = Instant.EPOCH;
    private long heard;

    /**
     * @param ends of the partition of a topic, as far as it is committed
     * @param controlPlanes the epochs of those that runtimes belong to
     */
    SessionStatuses(
            Topics topics,
            ToLongFunction<Topic<?>> ends,
            Discoveries discoveries,
            ControlPlaneEpochs controlPlanes,
            BudgetMeters meters) {
        this.topics = topics;
        this.ends = ends;
        this.discoveries = discoveries;
        this.controlPlanes = controlPlanes;
        this.meters = meters;
    }

    /** Has the session looked at. */
    void touch(Session session) {
        touched.add(session);
    }

    void forget(Session session) {
        touched.remove(session);
    }

    /** Those of which something was seen; and all, now and then, since high water becomes due by itself, and where a control plane was heard of. */
    List<Session> toLookAt(Collection<Session> all, Instant now) {
        long changes = controlPlanes.changes();
        boolean everyone = changes != heard || !allLookedAt.plus(ALL_EVERY).isAfter(now);
        heard = changes;
        allLookedAt = everyone ? now : allLookedAt;
        List<Session> found = List.copyOf(everyone ? all : touched);
        touched.clear();
        return found;
    }

    /** Writes the status of a session, if it is due. */
    void add(Session session, Instant now, Batch batch) {
        String id = session.cluster().id();
        int runtimes = discoveries.claims(id);
        List<BudgetUse> uses = session.budgets(batch, runtimes);
        if (session.book().uses(uses)) {
            meters.show(id, uses);
        }
        session.takeInIfRoom(batch, runtimes);
        String controlPlane = session.cluster().controlPlane();
        if (controlPlane != null && batch.count(id, Kind.MODULE_TEMPLATE) > 0) {
            controlPlanes.epoch(controlPlane).ifPresent(session.book().epoch()::heard);
        }
        session.book().reaches(ends.applyAsLong(topics.credentials()), ends.applyAsLong(topics.templates()));
        session.book().due(now).ifPresent(status -> {
            report(status);
            batch.status(status);
        });
    }

    private static void report(ClusterStatus status) {
        boolean expected = status.condition() == Condition.WATCHED || status.condition() == Condition.CONNECTING;
        LOG.atLevel(expected ? Level.DEBUG : Level.WARN)
                .addKeyValue(LogKeys.CLUSTER, status.cluster())
                .addKeyValue(LogKeys.CONDITION, status.condition())
                .addKeyValue(LogKeys.REASON, status.fix())
                .log("The status of a cluster changed");
    }
}
