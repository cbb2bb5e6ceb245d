package io.credstream.guarantee;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** One promise, which holds or does not, whatever happened before. */
public interface Guarantee {

    /** Within this time everything has settled after the last disturbance. */
    Duration SOON = Duration.ofSeconds(60);

    /** Throws {@link AssertionError} if the promise is broken in the world as it is now. */
    void verify(TestFleet world);

    /** Waits until the promise holds; for those that hold when all is settled. */
    default void holdsSoon(TestFleet world) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(150)).untilAsserted(() -> verify(world));
    }

    /** Those that have to hold in every settled world, in whatever way it came about. */
    static List<Guarantee> always() {
        return List.of(new Converges(), new NoStaleOverwrite(), new DeletesPropagate());
    }
}
