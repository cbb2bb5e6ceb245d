package io.credstream.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.DiscoveredOnce;
import io.credstream.guarantee.EachWriteKnowsTheLast;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes of each service share out a fleet that changes all the time; they come, go, are killed, and sleep for longer
 * than others wait for them. When that ends, everything is as if a single one had been there all along.
 *
 * <p>{@code -Dcredstream.seed=…} plays the same steps again; how they fall together is up to the machine.
 */
@Tag("fleet")
class ManyInstancesIT {

    @TempDir
    Path folder;

    @Test
    void convergesWhoeverComesGoesDiesOrSleeps() throws Exception {
        long seed = Long.getLong("credstream.seed", System.nanoTime());
        System.out.println("seed " + seed);
        try (TestFleet world = new TestFleet(folder)) {
            Random random = new Random(seed);
            ChangingFleet fleet = new ChangingFleet(world, new Random(random.nextLong()));
            EachWriteKnowsTheLast writes = EachWriteKnowsTheLast.from(world);
            List<Ordeal> ordeals = new ArrayList<>();
            for (Service service : Service.values()) {
                ordeals.add(new Ordeal(
                        world,
                        service,
                        new Random(random.nextLong()),
                        service == Service.INGEST ? fleet::grow : () -> {}));
            }
            ordeals.forEach(Ordeal::awaitSettled);
            // When
            changeDuring(fleet, ordeals);
            // Then
            new Converges().holdsSoon(world);
            Guarantee.always().forEach(guarantee -> guarantee.verify(world));
            new DiscoveredOnce().verify(world);
            writes.verify(world);
            ordeals.forEach(Ordeal::awaitSettled);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void changeDuring(ChangingFleet fleet, List<Ordeal> ordeals)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> changes = threads.submit(fleet::change);
            try {
                for (Future<Set<Ordeal.Disturbance>> ordeal : threads.invokeAll(ordeals)) {
                    assertThat(ordeal.get()).containsExactlyInAnyOrder(Ordeal.Disturbance.values());
                }
            } finally {
                fleet.stop();
            }
            System.out.println(changes.get() + " changes");
        }
    }
}
