package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.FakeCluster;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fuse holds, of which the topic of orders was lost. */
class FusedCompartmentTest {

    private static final Cause CHANGE = new Coordinates("templates", 2, 17);
    private static final Cause ANOTHER = new Coordinates("templates", 2, 18);

    private final FakeTimers timers = new FakeTimers();
    private final FakeCluster cluster = new FakeCluster();
    private final RecordedReports reports = new RecordedReports();
    private final Fuse fuse = new Fuse(change -> Fuse.Reach.MANY);
    private final Compartment compartment = new Compartment(
            "kcp",
            new Access(),
            fuse,
            new LaneContext(
                    LaneSettings.DEFAULTS, GuardedPatch::of, reports, timers, new Random(1), Duration.ofSeconds(1)));

    private final class Access implements ClusterAccess {
        @Override
        public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
            return cluster.write(decision);
        }

        @Override
        public void announce(Decision decision) {}

        @Override
        public void reset() {
            cluster.reset();
        }
    }

    @BeforeEach
    void twoThatAreHeldAndOneThatIsNot() {
        fuse.limits(new FuseLimits(1, null));
        compartment.offer(List.of(
                decision("kcp/ns/a", 1, CHANGE),
                decision("kcp/ns/b", 2, CHANGE),
                decision("kcp/ns/c", 3, CHANGE),
                decision("kcp/ns/d", 4, ANOTHER)));
        timers.run();
        assertThat(cluster.offsets()).containsExactly(4L);
        reports.all.clear();
    }

    @Test
    void isSaidAgainOnceForEachChange() {
        compartment.sayHeldAgain();

        assertThat(reports.all).containsExactly("blown templates-2@17 > 1");
    }

    @Test
    void isNotSaidAgainWhenItWasReleased() {
        fuse.release(CHANGE);
        compartment.obeyFuse();
        timers.run();
        reports.all.clear();

        compartment.sayHeldAgain();

        assertThat(reports.all).isEmpty();
    }

    @Test
    void isNotSaidAgainWhenNothingWaitsForItAnyMore() {
        List.of("kcp/ns/a", "kcp/ns/b", "kcp/ns/c").forEach(compartment::cancel);
        reports.all.clear();

        compartment.sayHeldAgain();

        assertThat(reports.all).isEmpty();
    }

    @Test
    void isSaidWhenSomethingWaitsForItAgain() {
        List.of("kcp/ns/a", "kcp/ns/b", "kcp/ns/c").forEach(compartment::cancel);
        compartment.sayHeldAgain();
        reports.all.clear();

        compartment.offer(List.of(decision("kcp/ns/e", 5, CHANGE)));

        assertThat(reports.all).contains("blown templates-2@17 > 1");
    }
}
