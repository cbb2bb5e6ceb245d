package io.credstream.rules.retry;

import io.credstream.model.Cause;
import io.credstream.model.StoredIn;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to be remembered of the decisions about one Manifest: how often the present one was sent, whom it waits for, and
 * whether somebody keeps overwriting it. Everything else is derived from the facts each time. Made and changed by {@link Retries}.
 *
 * @param uid of the Manifest
 * @param decision tells the last decision from others: what it expects, and what it makes of it
 * @param goal tells what the Manifest is to end up with, from wherever; empty when nothing was wanted last
 * @param observed the version of the Manifest that the last update sent was based on
 * @param written the resource version that it resulted in; absent until it was applied, present when that is sent once more
 * @param attempt how often the decision was sent
 * @param cause what made the decision necessary
 * @param due when to look at the Manifest again without any event, or when settled when to forget it; absent for no time
 * @param rounds when our write was found overwritten, within the policy's window, oldest first
 * @param heldUntil the end of the last hold-down; absent when there was none
 * @param holds hold-downs of the present fight
 */
@StoredIn("io.credstream.processor.domain")
public record Attempts(
        String uid,
        Phase phase,
        String decision,
        String goal,
        Version observed,
        @Nullable String written,
        int attempt,
        Cause cause,
        @Nullable Instant due,
        List<Instant> rounds,
        @Nullable Instant heldUntil,
        int holds) {

    public Attempts {
        Objects.requireNonNull(uid);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(decision);
        Objects.requireNonNull(goal);
        Objects.requireNonNull(observed);
        Objects.requireNonNull(cause);
        rounds = List.copyOf(rounds);
    }

    /** Where the last decision stands. */
    public enum Phase {
        /** Sent; the sink has not said how it went, or not for good. */
        SENT(true),
        /**
         * Sent; the sink has it, and waits for its cluster to answer, or for an operator to release it (R21). There is no use in
         * sending it again.
         */
        FUSED(true),
        /** It did not work, but may; to be sent again when due. */
        FAILED(true),
        /** Written; the Manifest's own observation is still to come. */
        APPLIED(true),
        /** Refused; not to be sent again until something changes. */
        REJECTED(true),
        /** Held down because of a fight; nothing of it is in the topic. */
        HELD(false),
        /** Observed or moot; its tombstone was sent, and is to be sent again at the next full evaluation. */
        SETTLED(false),
        /** Settled, and the tombstone was sent at a full evaluation; to be forgotten once no crash can have swallowed it. */
        CLEARED(false);

        private final boolean pending;

        Phase(boolean pending) {
            this.pending = pending;
        }

        /** Whether the decision is in {@code manifest-updates}. */
        public boolean isPending() {
            return pending;
        }
    }

    /** Whether the Manifest is to be decided again although nothing happened. */
    public boolean isDue(Instant now) {
        return due != null && !now.isBefore(due) && !isSettled();
    }

    /** Whether nothing is to be done about it any more. */
    public boolean isSettled() {
        return phase == Phase.SETTLED || phase == Phase.CLEARED;
    }

    /** Whether a hold-down is in force. */
    public boolean isHeld(Instant now) {
        return heldUntil != null && now.isBefore(heldUntil);
    }

    Attempts moved(Phase next, @Nullable Instant nextDue) {
        return new Attempts(
                uid, next, decision, goal, observed, written, attempt, cause, nextDue, rounds, heldUntil, holds);
    }

    Attempts applied(@Nullable String resourceVersion, Instant nextDue) {
        return new Attempts(
                uid,
                Phase.APPLIED,
                decision,
                goal,
                observed,
                resourceVersion,
                attempt,
                cause,
                nextDue,
                rounds,
                heldUntil,
                holds);
    }

    /** Sent once more although it was written, for nobody has seen it since. */
    Attempts writtenBefore(@Nullable String resourceVersion) {
        return new Attempts(
                uid, phase, decision, goal, observed, resourceVersion, attempt, cause, due, rounds, heldUntil, holds);
    }

    Attempts settled(Phase next, String reached, Instant forget) {
        return new Attempts(
                uid, next, decision, reached, observed, written, attempt, cause, forget, rounds, heldUntil, holds);
    }

    /** As if it had never been overwritten. */
    Attempts settledWithoutFight() {
        return new Attempts(uid, phase, decision, goal, observed, written, attempt, cause, due, List.of(), null, 0);
    }

    /** As if nobody knew what was sent, only that it failed. */
    Attempts failedAsUnknown(String noGoal, Instant nextDue) {
        return new Attempts(uid, Phase.FAILED, "", noGoal, observed, null, attempt, cause, nextDue, List.of(), null, 0);
    }
}
