package io.credstream.sink.lane;

import dev.failsafe.CircuitBreaker;
import io.credstream.kube.Backoff;
import io.credstream.kube.Trouble;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * The way to one cluster (R16). Per Manifest in order, newest wins; a rate limit; and when the cluster is dead, one request
 * at a time, less and less often, while decisions wait here and replace one another.
 *
 * <p>What is kept is bounded by the cluster's Manifests: at most one decision waits and one is in flight for each. Lives on its
 * {@link Timers}: every method is called there.
 */
final class Lane {

    private final String cluster;
    private final LaneSettings settings;
    private final ManifestWriter writer;
    private final Fuse fuse;
    private final LaneReports reports;
    private final Timers timers;
    private final RandomGenerator random;
    private final Throttle rate;
    private final Circuit circuit;
    private final LaneQueue queue = new LaneQueue();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int inFlight;
    private boolean closed;

    Lane(
            String cluster,
            LaneSettings settings,
            ManifestWriter writer,
            Fuse fuse,
            LaneReports reports,
            Timers timers,
            RandomGenerator random) {
        this.cluster = cluster;
        this.settings = settings;
        this.writer = writer;
        this.fuse = fuse;
        this.reports = reports;
        this.timers = timers;
        this.random = random;
        this.rate = new Throttle(settings.patchesPerSecond(), timers, this::pump);
        this.circuit = new Circuit(cluster, settings, timers, random, this::wake);
    }

    /** One request at a time until the cluster answers, as after an outage. To be called before anything is offered. */
    void beginOnTrial() {
        circuit.beginOnTrial();
    }

    /**
     * Carries out decisions, each after what is in flight for the same Manifest and instead of what waits. None is started before
     * all of them have been seen, so that a fuse blows before the first of them where it can.
     */
    void offer(List<Decision> decisions) {
        decisions.forEach(this::take);
        pump();
    }

    private void take(Decision decision) {
        Slot slot = queue.slot(decision.key());
        if (slot.waiting != null) {
            reports.moot(slot.waiting);
        }
        slot.offer(decision);
        queue.unhold(slot);
        if (judge(decision)) {
            holdOrRelease();
        } else if (fuse.holds(decision)) {
            hold(slot, decision);
        } else {
            admit(slot, decision);
        }
    }

    /** Returns whether changes are held from now on that were not before. */
    private boolean judge(Decision decision) {
        List<Fuse.Blow> blown = fuse.judge(decision);
        blown.forEach(blow -> reports.blown(cluster, blow));
        return !blown.isEmpty();
    }

    private void admit(Slot slot, Decision decision) {
        circuit.pause().ifPresent(trouble -> reportDelay(slot, decision, trouble));
        queue.makeReady(slot);
    }

    private void hold(Slot slot, Decision decision) {
        queue.hold(slot);
        reports.held(decision);
    }

    /** What waits is to be judged anew: something was released or is held, or the limit is another one. */
    void obeyFuse() {
        queue.slots().stream()
                .flatMap(slot -> Optional.ofNullable(slot.waiting).stream())
                .forEach(this::judge);
        holdOrRelease();
        pump();
    }

    private void holdOrRelease() {
        for (Slot slot : queue.slots()) {
            Decision waiting = slot.waiting;
            if (waiting == null || fuse.holds(waiting) == slot.held) {
                continue;
            }
            if (slot.held) {
                queue.unhold(slot);
                admit(slot, waiting);
            } else {
                hold(slot, waiting);
            }
        }
    }

    /** There is no decision about this Manifest any more. What is in flight is guarded by itself, and is not repeated. */
    void cancel(String manifest) {
        queue.cancel(manifest).ifPresent(reports::moot);
    }

    /** Something about the cluster has changed, so it is worth another try now. */
    void wake() {
        circuit.endPause();
        queue.makeAllReady();
        pump();
    }

    /** Starts nothing more. Completes when the last answer is in; what was not carried out gets no report. */
    CompletableFuture<Void> close() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** How many decisions its fuse holds. From any thread. */
    int held() {
        return queue.held();
    }

    /** Whether the cluster counts as dead. From any thread. */
    CircuitBreaker.State breaker() {
        return circuit.state();
    }

    private void pump() {
        while (!closed && inFlight < circuit.allowedInFlight()) {
            Slot slot = queue.first();
            if (slot == null || !rate.acquire()) {
                return;
            }
            start(slot);
        }
    }

    private void start(Slot slot) {
        queue.removeFirst();
        Decision decision = slot.begin();
        inFlight++;
        // The answer comes back through the timers.
        var unused = writer.write(decision)
                .whenComplete((outcome, bug) -> timers.execute(() -> {
                    if (bug != null) {
                        throw new IllegalStateException("a write ended without an outcome", bug);
                    }
                    answered(slot, decision, outcome);
                }));
    }

    private void answered(Slot slot, Decision decision, Outcome outcome) {
        inFlight--;
        slot.state = Slot.State.IDLE;
        switch (outcome) {
            case Outcome.Settled settled -> {
                clusterAnswers();
                slot.tries = 0;
                reports.settled(decision, settled);
            }
            case Outcome.Forbidden forbidden -> {
                clusterAnswers();
                again(slot, decision, forbidden.trouble(), settings.forbidden());
                slot.forbidden = true;
            }
            case Outcome.Unavailable unavailable -> {
                clusterFails(unavailable, slot.tries);
                again(slot, decision, unavailable.trouble(), settings.retry());
                slot.forbidden = false;
            }
        }
        if (slot.state == Slot.State.IDLE) {
            queue.makeReady(slot);
        }
        queue.discardIfDone(decision.key(), slot);
        completeIfDrained();
        pump();
    }

    private void clusterAnswers() {
        if (circuit.answered()) {
            queue.makeAllReady();
        }
    }

    private void clusterFails(Outcome.Unavailable why, int tries) {
        if (circuit.failed(why, tries)) {
            queue.waiting().forEach(slot -> reportDelay(slot, Objects.requireNonNull(slot.waiting), why.trouble()));
        }
    }

    /** Puts a decision back that could not be carried out, unless it has become moot meanwhile. */
    private void again(Slot slot, Decision decision, Trouble trouble, Backoff backoff) {
        if (closed) {
            return;
        }
        if (slot.waiting != null || slot.cancelled) {
            reports.moot(decision);
            return;
        }
        slot.waiting = decision;
        if (fuse.holds(decision)) {
            hold(slot, decision);
            return;
        }
        reportDelay(slot, decision, trouble);
        slot.delay();
        timers.after(backoff.delay(slot.tries, random), () -> {
            if (decision.equals(slot.waiting)) {
                queue.makeReady(slot);
                pump();
            }
        });
    }

    private void reportDelay(Slot slot, Decision decision, Trouble trouble) {
        if (slot.firstDelay(decision, circuit.outages())) {
            reports.delayed(decision, trouble);
        }
    }

    private void completeIfDrained() {
        if (closed && inFlight == 0) {
            drained.complete(null);
        }
    }
}
