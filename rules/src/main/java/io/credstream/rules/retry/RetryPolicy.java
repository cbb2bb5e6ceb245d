package io.credstream.rules.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a decision is sent again, and when to give way to somebody who keeps overwriting it (R17).
 *
 * @param first pause after the first attempt; each further one doubles it
 * @param longest pause between attempts, and how long to wait for a report at all
 * @param observation how long a write may take to be observed before it is sent again, for it may be gone without a trace; as
 *     often as that was so, twice as long. Whoever does not observe learns nothing from a write that is sent again, so this is long.
 *     Where the guard of its patch then refuses it, it is there, and only an observation can make it necessary again
 * @param rounds of writing and being overwritten that make a fight
 * @param window in which they have to happen
 * @param firstHold how long the first hold-down lasts; each further one of the same fight doubles it
 * @param longestHold how long a hold-down lasts at most, and after which time without a fight the next one is a first again
 */
public record RetryPolicy(
        Duration first,
        Duration longest,
        Duration observation,
        int rounds,
        Duration window,
        Duration firstHold,
        Duration longestHold) {

    /** The longest hold-down that any policy may have: whoever wants to know of one finds it said within this time. */
    public static final Duration MOST_HOLD = Duration.ofHours(1);

    public static final RetryPolicy DEFAULT = new RetryPolicy(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            3,
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            MOST_HOLD);

    public RetryPolicy {
        requirePositive(first);
        requirePositive(longest);
        requirePositive(observation);
        requirePositive(window);
        requirePositive(firstHold);
        requirePositive(longestHold);
        if (rounds < 1) {
            throw new IllegalArgumentException("a fight has at least one round");
        }
        if (firstHold.compareTo(MOST_HOLD) > 0 || longestHold.compareTo(MOST_HOLD) > 0) {
            throw new IllegalArgumentException("a hold-down lasts at most " + MOST_HOLD);
        }
    }

    /** The pause after an attempt (counted from 1): between half of what is due and all of it, so that not all return at once. */
    Duration pauseAfter(int attempt, RandomGenerator random) {
        Duration full = doubled(first, attempt - 1, longest);
        return full.dividedBy(2).plusNanos(random.nextLong(full.toNanos() / 2 + 1));
    }

    /** How long the write of an attempt (counted from 1) may take to be observed. */
    Duration observationAfter(int attempt) {
        return doubled(observation, attempt - 1, observation.compareTo(longestHold) > 0 ? observation : longestHold);
    }

    /** How long the hold-down lasts, counted from 1 within a fight. */
    public Duration hold(int number) {
        return doubled(firstHold, number - 1, longestHold);
    }

    private static Duration doubled(Duration base, int times, Duration limit) {
        Duration result = base;
        for (int i = 0; i < times && result.compareTo(limit) < 0; i++) {
            result = result.multipliedBy(2);
        }
        return result.compareTo(limit) < 0 ? result : limit;
    }

    private static void requirePositive(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("durations must be positive");
        }
    }
}
