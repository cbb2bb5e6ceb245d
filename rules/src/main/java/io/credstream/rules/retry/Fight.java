package io.credstream.rules.retry;

import io.credstream.model.HoldDown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who keeps overwriting us (R17).
 *
 * @param rounds when our write was found overwritten, within the policy's window, oldest first
 * @param last the last hold-down; absent if there was none
 */
public record Fight(List<Instant> rounds, @Nullable HoldDown last) {

    /** Nobody has overwritten anything. */
    public static final Fight NONE = new Fight(List.of(), null);

    public Fight {
        rounds = List.copyOf(rounds);
    }

    /** The hold-down, if one is in force. */
    Optional<HoldDown> holdDown(Instant now) {
        return Optional.ofNullable(last).filter(holdDown -> holdDown.isInForce(now));
    }

    /** The same, of which only the rounds within the window count. */
    Fight within(RetryPolicy policy, Instant now) {
        Instant begin = now.minus(policy.window());
        return new Fight(rounds.stream().filter(round -> !round.isBefore(begin)).toList(), last);
    }

    Fight another(Instant round) {
        return new Fight(Stream.concat(rounds.stream(), Stream.of(round)).toList(), last);
    }

    /** How long to give way after so many rounds: longer each time, until there was peace for a while. */
    HoldDown giveWay(RetryPolicy policy, Instant now) {
        boolean sameFight = last != null && now.isBefore(last.until().plus(policy.longestHold()));
        int number = last != null && sameFight ? last.number() + 1 : 1;
        return new HoldDown(now.plus(policy.hold(number)), number);
    }

    /** Until when a write is remembered: for as long as its being overwritten could be a round. */
    Instant remembered(RetryPolicy policy, Instant now) {
        Instant window = now.plus(policy.window());
        Instant peace = last == null ? window : last.until().plus(policy.longestHold());
        return window.isAfter(peace) ? window : peace;
    }
}
