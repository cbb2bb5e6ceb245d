package io.credstream.rules.retry;

import io.credstream.model.HoldDown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the last decision about a Manifest stands, and whether somebody keeps overwriting what came of it. Everything else is derived
 * from the facts each time. Made and changed by {@link Retries}. Sealed: each state remembers only what can follow from it.
 */
public sealed interface Attempts {

    LastDecision decision();

    Fight fight();

    /** When to decide the Manifest again although nothing happened; empty for never. */
    default Optional<Instant> alarm() {
        return switch (this) {
            case Sent sent -> Optional.of(sent.due());
            case Fused fused -> Optional.empty();
            case Failed failed -> Optional.of(failed.due());
            case Applied applied -> Optional.ofNullable(applied.due());
            case Rejected rejected -> Optional.ofNullable(rejected.due());
            case Held held -> Optional.of(held.holdDown().until());
            case Over over -> Optional.empty();
        };
    }

    /** Whether that time has come. */
    default boolean isDue(Instant now) {
        return alarm().filter(due -> !now.isBefore(due)).isPresent();
    }

    /** The decision is in {@code manifest-updates}. */
    sealed interface Pending extends Attempts {}

    /** Nothing is to be done any more; it is remembered in case that it is overwritten, or its tombstone was lost. */
    sealed interface Over extends Attempts {

        /** When to forget it. */
        Instant forget();
    }

    /** The sink has not said how it went, or not for good. {@code due} is how long to wait for that. */
    record Sent(LastDecision decision, Fight fight, Instant due) implements Pending {}

    /**
     * The sink has it, and waits for its cluster to answer, or for an operator to release it (R21). There is no use in sending it
     * again.
     */
    record Fused(LastDecision decision, Fight fight) implements Pending {}

    /** It did not work, but may; to be sent again when due. */
    record Failed(LastDecision decision, Fight fight, Instant due) implements Pending {}

    /**
     * Written; the Manifest's own observation is still to come. {@code due} is how long to wait for that before the decision is sent
     * again; absent when that has shown that it is there.
     */
    record Applied(
            LastDecision decision, Fight fight, @Nullable Instant due) implements Pending {}

    /** Refused; not to be sent again until something changes. {@code due} is when to look whether it has; absent after that. */
    record Rejected(
            LastDecision decision, Fight fight, @Nullable Instant due) implements Pending {}

    /** Held down because of a fight; nothing of it is in the topic. */
    record Held(LastDecision decision, HoldDown holdDown) implements Attempts {
        /** {@inheritDoc} Its rounds led to the hold-down, and count no more. */
        @Override
        public Fight fight() {
            return new Fight(List.of(), holdDown);
        }
    }

    /** Observed or moot; its tombstone was sent, and is to be sent again at the next full evaluation. */
    record Settled(LastDecision decision, Fight fight, Instant forget) implements Over {}

    /** Settled, and the tombstone was sent at a full evaluation; to be forgotten once no crash can have swallowed it. */
    record Cleared(LastDecision decision, Fight fight, Instant forget) implements Over {}
}
