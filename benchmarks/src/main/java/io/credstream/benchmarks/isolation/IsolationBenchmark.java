package io.credstream.benchmarks.isolation;

import io.credstream.benchmarks.Quantiles;
import io.credstream.benchmarks.RotatingCluster;
import io.credstream.benchmarks.isolation.IsolationReport.Pair;
import io.credstream.benchmarks.isolation.IsolationReport.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a dead cluster and a slow one do to the propagation of all others: pairs of runs, with and without them, in the order
 * ABBA, so that whatever drifts during the measurement meets both alike.
 */
public final class IsolationBenchmark {

    private static final int TIMES_SLOWER = 100;
    private static final int WARM_UP_ROUNDS = 10;

    private final Plan plan;
    private final IsolationStage stage;
    private final Consumer<String> progress;
    private final Duration delay;

    /**
     * What to measure.
     *
     * @param clusters of the fleet, one of them dead and one slow
     * @param pairs of runs
     * @param rounds of a run, in each of which every cluster that is well rotates once
     */
    public record Plan(int clusters, int pairs, int rounds) {
        public Plan {
            if (clusters < 3 || pairs < 1 || rounds < 1) {
                throw new IllegalArgumentException("it takes 3 clusters, a pair and a round, at least");
            }
        }
    }

    private IsolationBenchmark(Plan plan, IsolationStage stage, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.plan = plan;
        this.stage = stage;
        this.progress = progress;
        progress.accept("warming up");
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round();
        }
        this.delay = stage.answerTime().multipliedBy(TIMES_SLOWER - 1L);
    }

    /**
     * Measures.
     *
     * @param progress told what is done next
     */
    public static IsolationReport run(Plan plan, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("%d clusters join".formatted(plan.clusters()));
        try (IsolationStage stage = IsolationStage.build(plan.clusters())) {
            IsolationBenchmark benchmark = new IsolationBenchmark(plan, stage, progress);
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < plan.pairs(); i++) {
                pairs.add(benchmark.pair(i % 2 == 0 ? State.WITHOUT : State.WITH));
                stage.check();
            }
            return IsolationReport.of(plan.clusters(), benchmark.delay.toNanos() / 1e6, pairs);
        }
    }

    private Pair pair(State first) throws InterruptedException {
        double one = median(first);
        double other = median(first.other());
        Pair pair = first == State.WITHOUT ? Pair.of(first, one, other) : Pair.of(first, other, one);
        progress.accept("  without %.1f ms, with %.1f ms".formatted(pair.without(), pair.with()));
        return pair;
    }

    private double median(State state) throws InterruptedException {
        switch (state) {
            case WITH -> stage.trouble(delay);
            case WITHOUT -> stage.heal();
        }
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < plan.rounds(); i++) {
            stage.slow().rotate();
            nanos.addAll(round());
        }
        return Quantiles.at(nanos, 0.5) / 1e6;
    }

    private List<Long> round() throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (RotatingCluster cluster : stage.well()) {
            nanos.add(cluster.propagate());
        }
        return nanos;
    }
}
