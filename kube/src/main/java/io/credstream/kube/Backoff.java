package io.credstream.kube;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a limit, and each time shortened at random by up to a
 * half, so that many who lost the same server do not come back to it at once.
 *
 * @param first the longest wait after the first failure
 * @param limit the longest wait of all
 */
public record Backoff(Duration first, Duration limit) {

    /** From a second to five minutes. */
    public static final Backoff DEFAULTS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (!first.isPositive() || first.compareTo(limit) > 0 || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a backoff must be positive, grow, and end within a day");
        }
    }

    /**
     * The next wait.
     *
     * @param failures how many there were in a row, at least 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
        long longest = Math.min(first.toMillis() << doublings, limit.toMillis());
        return Duration.ofMillis(longest - Math.round((double) longest * random.nextDouble() / 2));
    }
}
