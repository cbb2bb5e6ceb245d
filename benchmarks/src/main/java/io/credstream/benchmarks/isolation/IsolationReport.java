package io.credstream.benchmarks.isolation;

import io.credstream.benchmarks.Quantiles;
import java.util.List;

/**
 * What was measured: medians of the clusters that are well, in milliseconds.
 *
 * @param clusters of the fleet, the two in trouble included
 * @param slowAnswerMillis what the slow cluster adds to each answer
 * @param pairs in the order in which they were measured
 * @param ratio how their ratios are spread
 */
public record IsolationReport(int clusters, double slowAnswerMillis, List<Pair> pairs, Spread ratio) {

    public IsolationReport {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two runs, one right after the other.
     *
     * @param first which came first
     * @param without the median while all clusters are well
     * @param with the median while one is dead and one is slow
     */
    public record Pair(State first, double without, double with, double ratio) {
        static Pair of(State first, double without, double with) {
            return new Pair(first, without, with, with / without);
        }
    }

    /** Whether there are clusters in trouble. */
    public enum State {
        WITHOUT,
        WITH;

        State other() {
            return this == WITH ? WITHOUT : WITH;
        }
    }

    /** Of several numbers. */
    public record Spread(double least, double median, double most) {
        static Spread of(List<Double> numbers) {
            return new Spread(Quantiles.at(numbers, 0), Quantiles.at(numbers, 0.5), Quantiles.at(numbers, 1));
        }
    }

    static IsolationReport of(int clusters, double slowAnswerMillis, List<Pair> pairs) {
        return new IsolationReport(
                clusters,
                slowAnswerMillis,
                pairs,
                Spread.of(pairs.stream().map(Pair::ratio).toList()));
    }
}
