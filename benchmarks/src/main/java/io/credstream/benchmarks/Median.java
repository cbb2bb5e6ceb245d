package io.credstream.benchmarks;

import java.util.List;

/** What half of the measurements are not above: one that was disturbed moves it little. */
final class Median {

    private Median() {}

    /** The upper one of the two in the middle, where there are two. */
    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
