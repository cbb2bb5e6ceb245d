package io.credstream.sink.cluster;

import java.time.Duration;

/**
 * How many Kubernetes Events may be written to one cluster.
 *
 * @param count in each period on average
 * @param burst at once after a quiet time
 */
public record EventBudget(int count, Duration per, int burst) {

    public static final EventBudget DEFAULTS = new EventBudget(10, Duration.ofMinutes(1), 25);

    public EventBudget {
        if (count < 1 || burst < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("an event budget must be positive");
        }
    }
}
