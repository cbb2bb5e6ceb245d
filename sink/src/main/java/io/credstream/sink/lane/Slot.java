package io.credstream.sink.lane;

import io.credstream.sink.patch.Decision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a lane knows of one Manifest. */
final class Slot {

    enum State {
        IDLE,
        /** In line. */
        READY,
        /** Waits for its time after a failure. */
        DELAYED,
        IN_FLIGHT
    }

    State state = State.IDLE;

    /** To be carried out next. */
    @Nullable
    Decision waiting;

    /** Whether a fuse keeps it from being carried out. */
    boolean held;

    /** Failures in a row of the decision that waits. */
    int tries;

    /** Whether its delay is its own, and not its cluster's. */
    boolean forbidden;

    /** Whether what is in flight has become moot. */
    boolean cancelled;

    private @Nullable Decision delayReported;
    private int delayReportedIn;

    /** Replaces what waits. */
    void offer(Decision decision) {
        waiting = decision;
        tries = 0;
        forbidden = false;
    }

    /** Returns what has waited, which is in flight from now on. */
    Decision begin() {
        Decision decision = Objects.requireNonNull(waiting);
        waiting = null;
        cancelled = false;
        state = State.IN_FLIGHT;
        return decision;
    }

    /** What waits has failed once more, and is not tried again at once. */
    void delay() {
        tries++;
        state = State.DELAYED;
    }

    /** Whether a delay of this decision in this outage is news. */
    boolean firstDelay(Decision decision, int outage) {
        boolean first = !decision.equals(delayReported) || delayReportedIn != outage;
        delayReported = decision;
        delayReportedIn = outage;
        return first;
    }
}
