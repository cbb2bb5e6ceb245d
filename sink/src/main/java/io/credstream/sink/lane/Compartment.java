package io.credstream.sink.lane;

import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.patch.Decision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one cluster in the sink, from which nothing that goes wrong gets out. When something unexpected happens in it, its
 * {@link Lane} is discarded with its connection, breaker and rate, and another is built after a backoff, which tries one decision at
 * a time until the cluster answers.
 *
 * <p>The decisions are kept here and not in the lane: all that are not settled go to the next lane, the newest of each Manifest, once no
 * request of the lane before is under way, so that none is lost, doubled or overtaken. A decision whose own fault it is ({@link Blame})
 * is put aside, and the lane goes on. Lives on its {@link Timers}, as lanes do.
 */
public final class Compartment implements LaneMeters.Shown {

    private static final Logger LOG = LoggerFactory.getLogger(Compartment.class);

    /** From so many faults in a row on it is reported of each decision that it waits; a lane that is back at once delays nothing. */
    private static final int REPORTED_AFTER = 2;

    private final String cluster;
    private final ClusterAccess access;
    private final Fuse fuse;
    private final LaneContext shared;
    private final Blame blame = new Blame();
    private final Backlog backlog;
    private final LaneReplacement replacement;

    /** Whose lane counts. */
    private Tenancy current;

    private volatile Lane lane;
    private volatile boolean faulted;
    private int faultsInARow;
    private boolean closed;

    public Compartment(String cluster, ClusterAccess access, Fuse fuse, LaneContext shared) {
        this.cluster = cluster;
        this.access = access;
        this.fuse = fuse;
        this.shared = shared;
        this.backlog = new Backlog(fuse, shared.reports(), blame);
        this.replacement = new LaneReplacement(shared.timers(), shared.drainLimit(), this::rebuild);
        this.current = new Tenancy();
        this.lane = current.lane;
    }

    /** See {@link Lane#offer}. */
    void offer(List<Decision> decisions) {
        backlog.add(decisions);
        if (faulted) {
            backlog.keepNewest();
        } else {
            inLane(now -> now.offer(decisions));
        }
    }

    /** See {@link Lane#cancel}. */
    void cancel(String manifest) {
        if (faulted) {
            backlog.cancel(manifest);
        } else {
            inLane(now -> now.cancel(manifest));
        }
    }

    /** Something about the cluster has changed, so it is worth another try now. */
    void wake() {
        if (!faulted) {
            inLane(Lane::wake);
        } else {
            replacement.hurry();
        }
    }

    /** See {@link Lane#obeyFuse}. One that is being rebuilt asks the fuse anew. */
    void obeyFuse() {
        if (!faulted) {
            inLane(Lane::obeyFuse);
        }
    }

    /** Of each change once, however many decisions of it wait. One that nothing waits for is judged when something does, see {@link Fuse#holdOnly}. */
    void sayHeldAgain() {
        List<Cause> changes = backlog.heldChanges();
        fuse.holdOnly(changes);
        changes.forEach(change -> Bulkhead.shared(() -> shared.reports().blown(cluster, fuse.describe(change))));
    }

    /** See {@link Lane#close}. */
    CompletableFuture<Void> close() {
        closed = true;
        return faulted ? replacement.drained() : lane.close();
    }

    /** From any thread. While there is no lane, what the last one held. */
    @Override
    public int held() {
        return lane.held();
    }

    /** From any thread. */
    @Override
    public LaneMeters.Way way() {
        return faulted ? LaneMeters.Way.FAULTED : LaneMeters.Way.of(lane.breaker());
    }

    private void inLane(Consumer<Lane> what) {
        Tenancy tenancy = current;
        tenancy.timers.within(() -> what.accept(tenancy.lane));
    }

    /** Discards the lane. Decisions that come meanwhile wait here. */
    private void broke(Tenancy tenancy, Fault fault) {
        if (closed || faulted || tenancy != current) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.CLUSTER, cluster)
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .log("Something unexpected happened in a lane that is of no use any more");
            return;
        }
        faulted = true;
        faultsInARow++;
        Duration delay = shared.settings().retry().delay(faultsInARow, shared.random());
        LOG.atError()
                .setCause(fault.stackTrace())
                .addKeyValue(LogKeys.CLUSTER, cluster)
                .addKeyValue(LogKeys.CONDITION, Condition.FAULTED)
                .addKeyValue(LogKeys.REASON, fault.code())
                .addKeyValue(LogKeys.DELAY, delay)
                .log(
                        "Something unexpected happened while working for a cluster; its lane is built anew after the delay");
        replacement.begin(tenancy.lane, delay);
        Bulkhead.around(
                access::reset,
                worse -> LOG.atWarn()
                        .addKeyValue(LogKeys.CLUSTER, cluster)
                        .addKeyValue(LogKeys.REASON, worse.code())
                        .log("A connection that is given up cannot be closed"));
        backlog.keepNewest();
        if (faultsInARow >= REPORTED_AFTER) {
            backlog.delay(troubleOf(fault));
        }
    }

    private void rebuild() {
        if (closed) {
            return;
        }
        faulted = false;
        current = new Tenancy();
        lane = current.lane;
        inLane(now -> {
            now.beginOnTrial();
            now.offer(backlog.suspectsLast());
        });
    }

    private static Trouble troubleOf(Fault fault) {
        return new Trouble(
                Condition.FAULTED,
                fault.code(),
                "look for this code in the log of the sink, and report it; it is tried again");
    }

    /** One lane, what it asks and what it says. */
    private final class Tenancy implements LaneReports, PatchWriter.Judge {

        private final ContainedTimers timers = new ContainedTimers(shared.timers(), fault -> broke(this, fault));
        private final Lane lane = new Lane(
                cluster,
                shared.settings(),
                new PatchWriter(shared.patches(), access, timers, this),
                fuse,
                this,
                timers,
                shared.random());

        @Override
        public void answered(Decision decision, Outcome answer) {
            if (answer instanceof Outcome.Settled || answer instanceof Outcome.Forbidden) {
                blame.answered(decision);
            }
            if (this == current && !faulted && faultsInARow > 0) {
                faultsInARow = 0;
                backlog.endDelay();
                LOG.atInfo().addKeyValue(LogKeys.CLUSTER, cluster).log("The work for the cluster goes on");
            }
            if (answer instanceof Outcome.Applied) {
                Bulkhead.around(() -> access.announce(decision), fault -> {
                    PatchWriter.logFaultOf(decision, fault);
                    Bulkhead.shared(() -> shared.reports().unannounced(decision));
                });
            }
        }

        @Override
        public Outcome failed(Decision decision, Fault fault) {
            if (this == current && !faulted && blame.isAtFault(decision)) {
                PatchWriter.logFaultOf(decision, fault);
                return new Outcome.PutAside(DeadLetter.Code.FAULT, fault.code());
            }
            broke(this, fault);
            return new Outcome.Unavailable(troubleOf(fault), null); // to a lane that is closed
        }

        @Override
        public void delayed(Decision decision, Trouble trouble) {
            if (!faulted && this == current) {
                Bulkhead.shared(() -> shared.reports().delayed(decision, trouble));
            }
        }

        @Override
        public void held(Decision decision) {
            Bulkhead.shared(() -> shared.reports().held(decision));
        }

        @Override
        public void blown(String of, Fuse.Blow blow) {
            Bulkhead.shared(() -> shared.reports().blown(of, blow));
        }

        @Override
        public void unannounced(Decision decision) {
            Bulkhead.shared(() -> shared.reports().unannounced(decision));
        }

        /** Also of a lane that is discarded: it was carried out. */
        @Override
        public void settled(Decision decision, Outcome.Settled outcome) {
            backlog.remove(decision);
            Bulkhead.shared(() -> shared.reports().settled(decision, outcome));
        }

        @Override
        public void moot(Decision decision) {
            backlog.moot(decision);
        }
    }
}
