package io.credstream.sink.lane;

import dev.failsafe.CircuitBreaker;
import io.credstream.kube.Backoff;
import io.credstream.kube.Trouble;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one cluster (R16). Per Manifest in order, newest wins; a rate limit; and when the cluster is dead, one request
 * at a time, less and less often, while decisions wait here and replace one another.
 *
 * <p>What is kept is bounded by the cluster's Manifests: at most one decision waits and one is in flight for each. Lives on its
 * {@link Timers}: every method is called there.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String cluster;
    private final LaneSettings settings;
    private final ManifestWriter writer;
    private final Fuse fuse;
    private final LaneReports reports;
    private final Timers timers;
    private final RandomGenerator random;
    private final Bucket rate;
    private final CircuitBreaker<Outcome> breaker;

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Deque<Slot> ready = new ArrayDeque<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicInteger held = new AtomicInteger();
    private int inFlight;
    private boolean waitsForRate;
    private boolean closed;

    /** Why the cluster does not answer; absent as long as it does. */
    private @Nullable Trouble outage;

    private int outages;

    /** How often this outage has been waited for: by the breaker, or before it opened by a Manifest whose turn came again. */
    private int pauses;

    private int lastOpening;

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
        this.rate = Bucket.builder()
                .addLimit(limit -> limit.capacity(settings.patchesPerSecond())
                        .refillGreedy(settings.patchesPerSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(timers)
                .build();
        // When it half-opens is decided here, where time is; the library would look at the clock on the wall.
        this.breaker = CircuitBreaker.<Outcome>builder()
                .withFailureThreshold(settings.breakerThreshold())
                .withSuccessThreshold(1)
                .withDelay(Duration.ofDays(365))
                .build();
    }

    /** One request at a time until the cluster answers, as after an outage. To be called before anything is offered. */
    void beginOnTrial() {
        breaker.halfOpen();
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
        Slot slot = slots.computeIfAbsent(decision.key(), key -> new Slot());
        if (slot.waiting != null) {
            reports.moot(slot.waiting);
        }
        slot.waiting = decision;
        slot.tries = 0;
        slot.forbidden = false;
        setHeld(slot, false);
        switch (fuse.judge(decision)) {
            case PASSES -> admit(slot, decision);
            case HELD -> hold(slot, decision);
            case BLOWS -> {
                reports.blown(cluster, decision.change(), fuse.limit());
                holdOrRelease();
            }
        }
    }

    private void admit(Slot slot, Decision decision) {
        if (outage != null && breaker.isOpen()) {
            reportDelay(slot, decision, outage);
        }
        makeReady(slot);
    }

    private void hold(Slot slot, Decision decision) {
        setHeld(slot, true);
        if (slot.state == Slot.State.READY) {
            ready.remove(slot);
            slot.state = Slot.State.IDLE;
        }
        reports.held(decision);
    }

    /** The fuse has changed its mind about what waits. */
    void obeyFuse() {
        holdOrRelease();
        pump();
    }

    private void holdOrRelease() {
        for (Slot slot : slots.values()) {
            Decision waiting = slot.waiting;
            if (waiting == null || fuse.holds(waiting) == slot.held) {
                continue;
            }
            if (slot.held) {
                setHeld(slot, false);
                admit(slot, waiting);
            } else {
                hold(slot, waiting);
            }
        }
    }

    private void setHeld(Slot slot, boolean is) {
        if (slot.held != is) {
            slot.held = is;
            held.addAndGet(is ? 1 : -1);
        }
    }

    /** There is no decision about this Manifest any more. What is in flight is guarded by itself, and is not repeated. */
    void cancel(String manifest) {
        Slot slot = slots.get(manifest);
        if (slot == null) {
            return;
        }
        if (slot.waiting != null) {
            reports.moot(slot.waiting);
            slot.waiting = null;
            setHeld(slot, false);
        }
        slot.cancelled = true;
        discardIfDone(manifest, slot);
    }

    /** Something about the cluster has changed, so it is worth another try now. */
    void wake() {
        if (breaker.isOpen()) {
            breaker.halfOpen();
        }
        makeAllReady();
        pump();
    }

    /** Starts nothing more. Completes when the last answer is in; what was not carried out gets no report. */
    CompletableFuture<Void> close() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** How many decisions its fuse holds. From any thread. */
    public int held() {
        return held.get();
    }

    /** Whether the cluster counts as dead. From any thread. */
    public CircuitBreaker.State breaker() {
        return breaker.getState();
    }

    private void pump() {
        while (!closed && inFlight < allowedInFlight()) {
            Slot slot = nextReady();
            if (slot == null || !acquireRate()) {
                return;
            }
            start(slot);
        }
    }

    /** While the breaker is half open, one; whoever is still in flight from before counts as that one. */
    private int allowedInFlight() {
        return switch (breaker.getState()) {
            case CLOSED -> settings.maxInFlight();
            case HALF_OPEN -> 1;
            case OPEN -> 0;
        };
    }

    /** The first in line that has not been cancelled meanwhile; it stays there. */
    private @Nullable Slot nextReady() {
        while (!ready.isEmpty() && ready.getFirst().waiting == null) {
            ready.removeFirst();
        }
        return ready.peekFirst();
    }

    private boolean acquireRate() {
        ConsumptionProbe probe = rate.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed() && !waitsForRate) {
            waitsForRate = true;
            timers.after(Duration.ofNanos(probe.getNanosToWaitForRefill()), () -> {
                waitsForRate = false;
                pump();
            });
        }
        return probe.isConsumed();
    }

    private void start(Slot slot) {
        ready.remove();
        Decision decision = Objects.requireNonNull(slot.waiting);
        slot.waiting = null;
        slot.cancelled = false;
        slot.state = Slot.State.IN_FLIGHT;
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
            makeReady(slot);
        }
        discardIfDone(decision.key(), slot);
        completeIfDrained();
        pump();
    }

    private void clusterAnswers() {
        breaker.close();
        breaker.recordSuccess();
        pauses = 0;
        if (outage != null) {
            outage = null;
            LOG.atInfo().addKeyValue(LogKeys.CLUSTER, cluster).log("The cluster answers again");
            makeAllReady();
        }
    }

    private void clusterFails(Outcome.Unavailable why, int tries) {
        Trouble trouble = why.trouble();
        if (outage == null) {
            outages++;
            LOG.atWarn()
                    .addKeyValue(LogKeys.CLUSTER, cluster)
                    .addKeyValue(LogKeys.CONDITION, trouble.condition())
                    .addKeyValue(LogKeys.REASON, trouble.reason())
                    .log("The cluster does not answer");
        }
        outage = trouble;
        boolean wasOpen = breaker.isOpen();
        breaker.recordFailure();
        if (why.retryAfter() != null) {
            breaker.open();
        }
        if (breaker.isOpen() && !wasOpen) {
            pauses = Math.max(pauses, tries) + 1;
            slots.values().stream()
                    .filter(slot -> slot.waiting != null && !slot.held)
                    .forEach(slot -> reportDelay(slot, slot.waiting, trouble));
            Duration delay = settings.retry().delay(pauses, random);
            Duration asked = why.retryAfter();
            int opening = ++lastOpening;
            timers.after(asked != null && asked.compareTo(delay) > 0 ? asked : delay, () -> {
                if (opening == lastOpening) {
                    wake();
                }
            });
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
        slot.tries++;
        slot.state = Slot.State.DELAYED;
        timers.after(backoff.delay(slot.tries, random), () -> {
            if (decision.equals(slot.waiting)) {
                makeReady(slot);
                pump();
            }
        });
    }

    private void reportDelay(Slot slot, Decision decision, Trouble trouble) {
        if (slot.firstDelay(decision, outages)) {
            reports.delayed(decision, trouble);
        }
    }

    private void makeReady(Slot slot) {
        if (slot.waiting != null && !slot.held && (slot.state == Slot.State.IDLE || slot.state == Slot.State.DELAYED)) {
            slot.state = Slot.State.READY;
            ready.addLast(slot);
        }
    }

    private void makeAllReady() {
        slots.values().stream().filter(slot -> !slot.forbidden).forEach(this::makeReady);
    }

    private void discardIfDone(String manifest, Slot slot) {
        if (slot.waiting == null && slot.state != Slot.State.IN_FLIGHT) {
            slots.remove(manifest, slot);
        }
    }

    private void completeIfDrained() {
        if (closed && inFlight == 0) {
            drained.complete(null);
        }
    }
}
