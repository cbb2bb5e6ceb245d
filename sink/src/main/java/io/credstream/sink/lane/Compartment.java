package io.credstream.sink.lane;

import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
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
    private static final Duration DRAIN_CHECK = Duration.ofSeconds(1);

    /** From so many faults in a row on it is reported of each decision that it waits; a lane that is back at once delays nothing. */
    private static final int REPORTED_AFTER = 2;

    /**
     * What all compartments of a sink share.
     *
     * @param patches builds a patch
     * @param drainLimit for how long requests of a discarded lane are waited for at most; longer than a request may take
     */
    public record Shared(
            LaneSettings settings,
            Function<ManifestUpdate, GuardedPatch> patches,
            LaneReports reports,
            Timers timers,
            RandomGenerator random,
            Duration drainLimit) {}

    private final String cluster;
    private final ClusterAccess access;
    private final Fuse fuse;
    private final Shared shared;
    private final Blame blame = new Blame();

    /** What is not settled, by offset. */
    private final NavigableMap<Long, Decision> unsettled = new TreeMap<>();

    /** Of which it has been said that they wait because of a fault. */
    private final Set<Long> saidDelayed = new HashSet<>();

    /** Whose lane counts. */
    private Tenancy current;

    private volatile Lane lane;
    private volatile boolean faulted;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
    private long drainUntil;
    private int faultsInARow;
    private int rebuilds;
    private boolean closed;

    public Compartment(String cluster, ClusterAccess access, Fuse fuse, Shared shared) {
        this.cluster = cluster;
        this.access = access;
        this.fuse = fuse;
        this.shared = shared;
        this.current = new Tenancy();
        this.lane = current.lane;
    }

    /** See {@link Lane#offer}. */
    void offer(List<Decision> decisions) {
        decisions.forEach(decision -> unsettled.put(decision.at().offset(), decision));
        if (faulted) {
            keepNewest();
        } else {
            inLane(now -> now.offer(decisions));
        }
    }

    /** See {@link Lane#cancel}. */
    void cancel(String manifest) {
        if (faulted) {
            unsettled.values().stream()
                    .filter(decision -> decision.key().equals(manifest))
                    .toList()
                    .forEach(this::moot);
        } else {
            inLane(now -> now.cancel(manifest));
        }
    }

    /** Something about the cluster has changed, so it is worth another try now. */
    void wake() {
        if (!faulted) {
            inLane(Lane::wake);
        } else if (drained.isDone()) {
            rebuild();
        }
    }

    /** See {@link Lane#obeyFuse}. One that is being rebuilt asks the fuse anew. */
    void obeyFuse() {
        if (!faulted) {
            inLane(Lane::obeyFuse);
        }
    }

    /** Of each change once, however many decisions of it wait; one that nothing waits for any more need not be known. */
    void sayHeldAgain() {
        unsettled.values().stream()
                .filter(fuse::holds)
                .map(Decision::change)
                .distinct()
                .forEach(change -> Bulkhead.shared(() -> shared.reports().blown(cluster, change, fuse.limit())));
    }

    /** See {@link Lane#close}. */
    CompletableFuture<Void> close() {
        closed = true;
        return faulted ? drained : lane.close();
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
        tenancy.within(() -> what.accept(tenancy.lane));
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
        drained = tenancy.lane.close();
        drainUntil = shared.timers().currentTimeNanos() + shared.drainLimit().toNanos();
        Bulkhead.around(
                access::reset,
                worse -> LOG.atWarn()
                        .addKeyValue(LogKeys.CLUSTER, cluster)
                        .addKeyValue(LogKeys.REASON, worse.code())
                        .log("A connection that is given up cannot be closed"));
        keepNewest();
        if (faultsInARow >= REPORTED_AFTER) {
            sayDelayed(troubleOf(fault));
        }
        int number = ++rebuilds;
        shared.timers().after(delay, () -> rebuildOnceDrained(number));
    }

    private void rebuildOnceDrained(int number) {
        if (number != rebuilds || !faulted) {
            return;
        }
        if (drained.isDone() || shared.timers().currentTimeNanos() - drainUntil >= 0) {
            rebuild();
        } else {
            shared.timers().after(DRAIN_CHECK, () -> rebuildOnceDrained(number));
        }
    }

    /** Those that failed before come last, so that the others show whether the cluster is well. */
    private void rebuild() {
        if (closed) {
            return;
        }
        faulted = false;
        current = new Tenancy();
        lane = current.lane;
        List<Decision> again = unsettled.values().stream()
                .sorted(Comparator.comparing(blame::suspects)) // stable
                .toList();
        inLane(now -> {
            now.beginOnTrial();
            now.offer(again);
        });
    }

    private void keepNewest() {
        Map<String, Decision> newest = new HashMap<>();
        List<Decision> older = new ArrayList<>();
        for (Decision decision : unsettled.values()) {
            Decision before = newest.put(decision.key(), decision);
            if (before != null) {
                older.add(before);
            }
        }
        older.forEach(this::moot);
    }

    private void sayDelayed(Trouble trouble) {
        for (Decision decision : unsettled.values()) {
            if (!fuse.holds(decision) && saidDelayed.add(decision.at().offset())) {
                Bulkhead.shared(() -> shared.reports().delayed(decision, trouble));
            }
        }
    }

    private void moot(Decision decision) {
        if (forget(decision)) {
            Bulkhead.shared(() -> shared.reports().moot(decision));
        }
    }

    private boolean forget(Decision decision) {
        saidDelayed.remove(decision.at().offset());
        blame.forget(decision);
        return unsettled.remove(decision.at().offset()) != null;
    }

    private static void logFaultOf(Decision decision, Fault fault) {
        LOG.atError()
                .setCause(fault.stackTrace())
                .addKeyValue(LogKeys.OBJECT, decision.key())
                .addKeyValue(LogKeys.TOPIC, decision.at().topic())
                .addKeyValue(LogKeys.PARTITION, decision.at().partition())
                .addKeyValue(LogKeys.OFFSET, decision.at().offset())
                .addKeyValue(LogKeys.REASON, fault.code())
                .log("Something unexpected happened because of one decision; it is put aside");
    }

    private static Trouble troubleOf(Fault fault) {
        return new Trouble(
                Condition.FAULTED,
                fault.code(),
                "look for this code in the log of the sink, and report it; it is tried again");
    }

    /** One lane, and all that it asks, says and waits for. */
    private final class Tenancy implements ManifestWriter, LaneReports, Timers {

        private final Lane lane = new Lane(cluster, shared.settings(), this, fuse, this, this, shared.random());

        private void within(Runnable task) {
            Bulkhead.around(task, fault -> broke(this, fault));
        }

        @Override
        public void execute(Runnable task) {
            shared.timers().execute(() -> within(task));
        }

        @Override
        public void after(Duration delay, Runnable task) {
            shared.timers().after(delay, () -> within(task));
        }

        @Override
        public long currentTimeNanos() {
            return shared.timers().currentTimeNanos();
        }

        @Override
        public CompletableFuture<Outcome> write(Decision decision) {
            GuardedPatch patch = Bulkhead.call(() -> shared.patches().apply(decision.update()), fault -> {
                logFaultOf(decision, fault);
                return new GuardedPatch.Unfit(DeadLetter.Code.FAULT, fault.code());
            });
            return switch (patch) {
                case GuardedPatch.Ready ready -> send(decision, ready);
                case GuardedPatch.Empty ignored ->
                    CompletableFuture.completedFuture(
                            new Outcome.Unchanged(decision.update().observed().resourceVersion()));
                case GuardedPatch.Invalid invalid ->
                    CompletableFuture.completedFuture(new Outcome.Rejected("invalid update: " + invalid.reason()));
                case GuardedPatch.Unfit unfit ->
                    CompletableFuture.completedFuture(new Outcome.PutAside(unfit.code(), unfit.reason()));
            };
        }

        private CompletableFuture<Outcome> send(Decision decision, GuardedPatch.Ready patch) {
            var outcome = new CompletableFuture<Outcome>();
            Bulkhead.begin(
                    () -> access.write(decision, patch),
                    this,
                    answer -> {
                        answered(decision, answer);
                        outcome.complete(answer);
                    },
                    fault -> outcome.complete(failed(decision, fault)));
            return outcome;
        }

        private void answered(Decision decision, Outcome answer) {
            if (answer instanceof Outcome.Settled || answer instanceof Outcome.Forbidden) {
                blame.answered(decision);
            }
            if (this == current && !faulted && faultsInARow > 0) {
                faultsInARow = 0;
                saidDelayed.clear();
                LOG.atInfo().addKeyValue(LogKeys.CLUSTER, cluster).log("The work for the cluster goes on");
            }
            if (answer instanceof Outcome.Applied) {
                Bulkhead.around(() -> access.announce(decision), fault -> {
                    logFaultOf(decision, fault);
                    Bulkhead.shared(() -> shared.reports().unannounced(decision));
                });
            }
        }

        private Outcome failed(Decision decision, Fault fault) {
            if (this == current && !faulted && blame.isAtFault(decision)) {
                logFaultOf(decision, fault);
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
        public void blown(String of, Cause change, int limit) {
            Bulkhead.shared(() -> shared.reports().blown(of, change, limit));
        }

        @Override
        public void unannounced(Decision decision) {
            Bulkhead.shared(() -> shared.reports().unannounced(decision));
        }

        /** Also of a lane that is discarded: it was carried out. */
        @Override
        public void settled(Decision decision, Outcome.Settled outcome) {
            forget(decision);
            Bulkhead.shared(() -> shared.reports().settled(decision, outcome));
        }

        @Override
        public void moot(Decision decision) {
            Compartment.this.moot(decision);
        }
    }
}
