package io.credstream.benchmarks;

import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoStage;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * From a rotated Secret to the patched Manifest, through a real broker and embedded API servers in this JVM, one change at a time,
 * in turn with the {@link Floor}. The first third warms up and does not count.
 */
public final class PropagationBenchmark {

    private PropagationBenchmark() {}

    /** Measures and prints. */
    public static void run(PrintWriter out, int changes) throws IOException, InterruptedException, ExecutionException {
        TopicSetup setup = new TopicSetup(4, 1, TopicSetup.DEFAULTS.historyWindow());
        try (DemoStage stage = DemoStage.build(setup);
                Floor floor = new Floor(stage.kafka(), stage.fleet().cluster(DemoFleet.CONTROL_PLANE))) {
            RotatingCluster rotating = new RotatingCluster(stage.fleet().cluster(DemoFleet.CONTROL_PLANE));
            stage.awaitWatched();
            List<Long> propagations = new ArrayList<>();
            List<Long> floors = new ArrayList<>();
            int warmUp = changes / 3;
            for (int i = 0; i < changes; i++) {
                long propagation = rotating.propagate();
                long bare = floor.measure();
                if (i >= warmUp) {
                    propagations.add(propagation);
                    floors.add(bare);
                }
            }
            print(out, "propagation", propagations);
            print(out, "floor", floors);
            out.println("ratio of the medians  %.1f"
                    .formatted((double) Quantiles.at(propagations, 0.5) / Quantiles.at(floors, 0.5)));
            out.flush();
        }
    }

    private static void print(PrintWriter out, String what, List<Long> nanos) {
        out.println("%-12s n=%d  p50 %.1f ms  p90 %.1f ms  p99 %.1f ms"
                .formatted(
                        what,
                        nanos.size(),
                        Quantiles.at(nanos, 0.5) / 1e6,
                        Quantiles.at(nanos, 0.9) / 1e6,
                        Quantiles.at(nanos, 0.99) / 1e6));
    }
}
