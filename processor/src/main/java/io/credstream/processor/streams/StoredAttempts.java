package io.credstream.processor.streams;

import io.credstream.model.Cause;
import io.credstream.model.HoldDown;
import io.credstream.model.StoredAs;
import io.credstream.model.Version;
import io.credstream.rules.change.Lineage;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Attempts.Applied;
import io.credstream.rules.retry.Attempts.Cleared;
import io.credstream.rules.retry.Attempts.Failed;
import io.credstream.rules.retry.Attempts.Fused;
import io.credstream.rules.retry.Attempts.Held;
import io.credstream.rules.retry.Attempts.Rejected;
import io.credstream.rules.retry.Attempts.Sent;
import io.credstream.rules.retry.Attempts.Settled;
import io.credstream.rules.retry.Fight;
import io.credstream.rules.retry.LastDecision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Attempts} as they are stored: in one form for all states, which older builds read and wrote.
 *
 * @param decision the identity of the last decision
 * @param due of a state that has such a time; when to forget what is settled
 * @param holds the number of the last hold-down; 0 if there was none
 * @param since of the lineage; absent if there is none
 * @param links of the lineage
 */
@StoredAs("io.credstream.processor.domain.Attempts")
public record StoredAttempts(
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
        int holds,
        @Nullable Instant since,
        List<Lineage.Link> links) {

    public StoredAttempts {
        rounds = List.copyOf(rounds);
        links = List.copyOf(links);
    }

    /** The states of {@link Attempts}, in the order in which the schema has them. */
    public enum Phase {
        SENT,
        FUSED,
        FAILED,
        APPLIED,
        REJECTED,
        HELD,
        SETTLED,
        CLEARED
    }

    static StoredAttempts of(Attempts attempts) {
        LastDecision last = attempts.decision();
        Fight fight = attempts.fight();
        HoldDown holdDown = fight.last();
        Lineage lineage = last.lineage();
        return new StoredAttempts(
                last.uid(),
                phase(attempts),
                last.identity(),
                last.goal(),
                last.observed(),
                last.written(),
                last.attempt(),
                last.cause(),
                attempts instanceof Attempts.Over over
                        ? over.forget()
                        : attempts.alarm().orElse(null),
                fight.rounds(),
                holdDown == null ? null : holdDown.until(),
                holdDown == null ? 0 : holdDown.number(),
                lineage == null ? null : lineage.since(),
                lineage == null ? List.of() : lineage.links());
    }

    Attempts attempts() {
        Lineage lineage = since == null ? null : new Lineage(since, links);
        LastDecision last = new LastDecision(uid, decision, goal, observed, written, attempt, cause, lineage);
        HoldDown holdDown = heldUntil == null ? null : new HoldDown(heldUntil, holds);
        Fight fight = new Fight(rounds, holdDown);
        return switch (phase) {
            case SENT -> new Sent(last, fight, due(due));
            case FUSED -> new Fused(last, fight);
            case FAILED -> new Failed(last, fight, due(due));
            case APPLIED -> new Applied(last, fight, due);
            case REJECTED -> new Rejected(last, fight, due);
            case HELD -> new Held(last, Objects.requireNonNullElseGet(holdDown, () -> new HoldDown(due(due), holds)));
            case SETTLED -> new Settled(last, fight, due(due));
            case CLEARED -> new Cleared(last, fight, due(due));
        };
    }

    /** Every build wrote one; where it is missing nevertheless, there is nothing to wait for. */
    private static Instant due(@Nullable Instant stored) {
        return stored == null ? Instant.EPOCH : stored;
    }

    private static Phase phase(Attempts attempts) {
        return switch (attempts) {
            case Sent sent -> Phase.SENT;
            case Fused fused -> Phase.FUSED;
            case Failed failed -> Phase.FAILED;
            case Applied applied -> Phase.APPLIED;
            case Rejected rejected -> Phase.REJECTED;
            case Held held -> Phase.HELD;
            case Settled settled -> Phase.SETTLED;
            case Cleared cleared -> Phase.CLEARED;
        };
    }
}
