package io.credstream.e2e;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random worlds: objects come, change and go, hands interfere, clusters and services fail, all at once and in any order. Whatever
 * happened, once it ends everything is as it should be.
 *
 * <p>{@code -Dcredstream.seed=…} plays the same steps again; how they fall together with what the services do is up to the
 * machine.
 */
class SimulationIT {

    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final int MOST_STEPS = 600;

    @TempDir
    Path folder;

    @Test
    void convergesWhateverHappens() {
        long seed = Long.getLong("credstream.seed", System.nanoTime());
        System.out.println("seed " + seed);
        try (TestFleet world = new TestFleet(folder)) {
            world.services().neverGivingWay();
            RandomDeeds deeds = new RandomDeeds(world, new Random(seed));
            deeds.populate();
            world.services().startAll(1);
            long end = System.nanoTime() + LENGTH.toNanos();
            for (int step = 0; step < MOST_STEPS && System.nanoTime() < end; step++) {
                deeds.next();
            }
            deeds.makePeace();
            new Converges().holdsSoon(world);
            Guarantee.always().forEach(guarantee -> guarantee.verify(world));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
