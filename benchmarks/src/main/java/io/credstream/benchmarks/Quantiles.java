package io.credstream.benchmarks;

import java.util.Collection;

/** Of measurements, by the nearest rank. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * A quantile of what was measured.
     *
     * @param quantile from 0, the least, to 1, the most
     */
    public static <T extends Comparable<T>> T at(Collection<T> measured, double quantile) {
        return measured.stream().sorted().toList().get((int) (quantile * (measured.size() - 1)));
    }
}
