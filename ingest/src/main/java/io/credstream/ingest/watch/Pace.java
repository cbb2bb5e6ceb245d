package io.credstream.ingest.watch;

import io.credstream.kube.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the loop of one feed does next, from what happened before. Pure: no socket, no clock, no sleep. Not
 * thread-safe.
 *
 * <p>The rules: Whoever holds a position follows from there. A position survives what only interrupted the connection, but
 * is verified before it is trusted again, because versions may have gone backwards meanwhile, and a watch from a version of
 * the future is silent. A server that is away when it is asked again may come back restored and have passed the position
 * before anybody looks: then no version tells, and the position is dropped. Everything else that casts doubt on what was
 * seen (410, silence, an event that made no sense) drops it too, and only a complete list gives a new one. Each failure
 * waits longer than the one before, until a watch has proven itself.
 */
final class Pace {

    /** What to do. */
    sealed interface Step {

        record Pause(Duration delay) implements Step {}

        /** Ask whether the position is still one of the past. */
        record Verify(String position) implements Step {}

        record List() implements Step {}

        record Follow(String position) implements Step {}
    }

    private final Backoff backoff;
    private final RandomGenerator random;
    private @Nullable String position;
    private boolean doubtful;
    private int failures;
    private @Nullable Duration pause;

    Pace(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    Step next() {
        if (pause != null) {
            return new Step.Pause(pause);
        }
        if (position == null) {
            return new Step.List();
        }
        return doubtful ? new Step.Verify(position) : new Step.Follow(position);
    }

    /** How many failures there were since a watch last proved itself. */
    int failures() {
        return failures;
    }

    boolean hasPosition() {
        return position != null;
    }

    /** Whether everything up to the position was seen, and nothing has cast doubt on it since. */
    boolean isCertain() {
        return position != null && !doubtful;
    }

    void paused() {
        pause = null;
    }

    /** A complete list was read. It proves nothing about watches, so failures still count. */
    void listed(String version) {
        position = version;
        doubtful = false;
    }

    /** A consistent read is at or after the position. */
    void verified() {
        doubtful = false;
    }

    /** An event or a bookmark arrived and was dealt with. */
    void advanced(String version) {
        position = version;
        failures = 0;
    }

    /**
     * The server ended the watch in an orderly way.
     *
     * @param lasting whether it had lived long enough to be called one
     */
    void ended(boolean lasting) {
        if (lasting) {
            failures = 0;
        } else {
            waitLonger(null);
        }
    }

    /** Everything is to be listed anew, for another reason than a failure. */
    void begin() {
        position = null;
    }

    void failed(Failure failure) {
        switch (failure) {
            case Failure.Broken ignored -> {
                interrupted();
                waitLonger(null);
            }
            case Failure.Refused refused -> {
                interrupted();
                waitLonger(refused.retryAfter());
            }
            case Failure.Throttled throttled -> {
                doubtful = true;
                waitLonger(throttled.retryAfter());
            }
            case Failure.NotServed ignored -> {
                position = null;
                waitLonger(null);
            }
            case Failure.Unintelligible ignored -> {
                position = null;
                waitLonger(null);
            }
            case Failure.OverBudget ignored -> {
                position = null;
                waitLonger(null);
            }
            case Failure.Silent ignored -> {
                position = null;
                waitLonger(null);
            }
            case Failure.Expired ignored -> {
                position = null;
                // Being told to list is no reason to wait; being told again is.
                if (failures++ > 0) {
                    pause = backoff.delay(failures - 1, random);
                }
            }
            case Failure.Overtaken ignored -> position = null;
        }
    }

    /** Once is a connection that broke, or a token that ended; twice in a row is a server out of sight. */
    private void interrupted() {
        if (doubtful) {
            position = null;
        }
        doubtful = true;
    }

    private void waitLonger(@Nullable Duration atLeast) {
        Duration delay = backoff.delay(++failures, random);
        Duration asked = atLeast == null || atLeast.compareTo(backoff.limit()) > 0 ? Duration.ZERO : atLeast;
        pause = delay.compareTo(asked) < 0 ? asked : delay;
    }
}
