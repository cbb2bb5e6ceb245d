package io.credstream.benchmarks;

import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoFleet.ManifestView;
import io.credstream.demo.DemoObjects;
import io.credstream.demo.DemoStage;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * From a rotated Secret to the patched Manifest, through a real broker and embedded API servers in this JVM, one change at a time,
 * in turn with the {@link Floor}. The first third warms up and does not count.
 */
public final class PropagationBenchmark {

    private static final String MODULE = "template-operator";
    private static final String MANIFEST = "kyma-a-" + MODULE;
    private static final String SELECTOR = "test-operator";

    private PropagationBenchmark() {}

    /** Measures and prints. */
    public static void run(PrintWriter out, int changes) throws IOException, InterruptedException, ExecutionException {
        TopicSetup setup = new TopicSetup(4, 1, TopicSetup.DEFAULTS.historyWindow());
        try (DemoStage stage = DemoStage.build(setup);
                Floor floor = new Floor(stage.kafka(), stage.fleet().cluster(DemoFleet.CONTROL_PLANE))) {
            DemoFleet fleet = stage.fleet();
            fleet.apply(DemoFleet.CONTROL_PLANE, DemoObjects.manifest("kyma-a", MODULE, false));
            stage.awaitWatched();
            fleet.apply(DemoFleet.CONTROL_PLANE, DemoObjects.template(DemoFleet.NAMESPACE, MODULE, SELECTOR));
            List<Long> propagations = new ArrayList<>();
            List<Long> floors = new ArrayList<>();
            int warmUp = changes / 3;
            for (int i = 0; i < changes; i++) {
                long propagation = propagate(fleet, i);
                long bare = floor.measure();
                if (i >= warmUp) {
                    propagations.add(propagation);
                    floors.add(bare);
                }
            }
            print(out, "propagation", propagations);
            print(out, "floor", floors);
            out.printf("ratio of the medians  %.1f%n", (double) at(propagations, 0.5) / at(floors, 0.5));
            out.flush();
        }
    }

    private static long propagate(DemoFleet fleet, int round) throws InterruptedException {
        @Nullable String before = revision(fleet);
        fleet.apply(
                DemoFleet.CONTROL_PLANE,
                DemoObjects.secret(DemoFleet.NAMESPACE, "registry-cred", SELECTOR, "fake-" + round));
        while (Objects.equals(before, revision(fleet))) {
            Thread.sleep(0, 100_000);
        }
        return System.nanoTime() - fleet.lastChange();
    }

    private static @Nullable String revision(DemoFleet fleet) {
        ManifestView view = fleet.manifests().get(MANIFEST);
        return view == null ? null : view.revision();
    }

    private static void print(PrintWriter out, String what, List<Long> nanos) {
        out.printf(
                "%-12s n=%d  p50 %.1f ms  p90 %.1f ms  p99 %.1f ms%n",
                what, nanos.size(), at(nanos, 0.5) / 1e6, at(nanos, 0.9) / 1e6, at(nanos, 0.99) / 1e6);
    }

    private static long at(List<Long> nanos, double quantile) {
        return nanos.stream().sorted().toList().get((int) (quantile * (nanos.size() - 1)));
    }
}
