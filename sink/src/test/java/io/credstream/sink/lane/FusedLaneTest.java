package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.sink.cluster.FakeCluster;
import io.credstream.sink.patch.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lane whose fuse lets two Manifests pass. */
class FusedLaneTest {

    private static final Cause CHANGE = new Coordinates("templates", 2, 17);
    private static final Cause ANOTHER = new Coordinates("templates", 2, 18);

    private final FakeTimers timers = new FakeTimers();
    private final FakeCluster cluster = new FakeCluster();
    private final RecordedReports reports = new RecordedReports();
    private final Fuse fuse = new Fuse(change -> Fuse.Reach.MANY);
    private final Lane lane =
            new Lane("kcp", LaneSettings.DEFAULTS, cluster::write, fuse, reports, timers, new Random(1));

    FusedLaneTest() {
        fuse.limits(new FuseLimits(2, null));
    }

    @Test
    void ofAChangeThatArrivesWholeNothingIsWritten() {
        lane.offer(changes(5));
        timers.pass(Duration.ofHours(1));

        assertThat(cluster.requests).isEmpty();
        assertThat(reports.all)
                .containsExactly("blown templates-2@17 > 2", "held 0", "held 1", "held 2", "held 3", "held 4");
        assertThat(lane.held()).isEqualTo(5);
    }

    @Test
    void ofOneThatArrivesInPartsNoMoreIsWrittenThanTheFuseLetsPass() {
        for (Decision decision : changes(5)) {
            lane.offer(List.of(decision));
            timers.run();
        }

        assertThat(cluster.offsets()).containsExactly(0L, 1L);
        assertThat(lane.held()).isEqualTo(3);
    }

    @Test
    void othersAreNotHeldUp() {
        lane.offer(changes(5));
        lane.offer(List.of(decision("kcp/ns/other", 9, ANOTHER)));
        timers.run();

        assertThat(cluster.offsets()).containsExactly(9L);
    }

    @Test
    void whatIsReleasedIsWritten() {
        lane.offer(changes(5));

        fuse.release(CHANGE);
        lane.obeyFuse();
        timers.run();

        assertThat(cluster.offsets()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(lane.held()).isZero();
    }

    @Test
    void aNewerDecisionOfAProcessorThatKnowsNothingOfTheHeldOneStaysHeld() {
        lane.offer(changes(3));
        lane.offer(List.of(decision("kcp/ns/0", 7, ANOTHER)));
        timers.run();

        assertThat(cluster.offsets()).isEmpty();
        assertThat(reports.all).contains("moot 0", "held 7");
        assertThat(lane.held()).isEqualTo(3);
    }

    @Test
    void aLowerLimitHoldsWhatWaits() {
        cluster.isDead();
        fuse.limits(FuseLimits.NONE);
        lane.offer(changes(5));
        timers.run();
        long tried = cluster.offsets().size();

        fuse.limits(new FuseLimits(2, null));
        lane.obeyFuse();
        cluster.isWell();
        lane.wake();
        timers.pass(Duration.ofHours(1));

        assertThat(cluster.offsets()).hasSize((int) tried);
        assertThat(reports.all).contains("blown templates-2@17 > 2");
        assertThat(lane.held()).isEqualTo(5);
    }

    @Test
    void whatBecomesMootIsNotHeldAnyMore() {
        lane.offer(changes(3));
        lane.cancel("kcp/ns/1");

        assertThat(lane.held()).isEqualTo(2);
        fuse.release(CHANGE);
        lane.obeyFuse();
        timers.run();
        assertThat(cluster.offsets()).containsExactly(0L, 2L);
    }

    @Test
    void whatWasUnderWayWhenTheFuseBlewAndFailedIsNotTriedAgain() {
        cluster.isSlow();
        Decision first = changes(1).getFirst();
        lane.offer(List.of(first));
        lane.offer(changes(5).subList(1, 5));
        cluster.answer(first, FakeCluster.DEAD);
        timers.pass(Duration.ofHours(1));

        assertThat(cluster.offsets()).containsExactly(0L);
        assertThat(lane.held()).isEqualTo(5);
    }

    @Test
    void aClusterThatComesBackReleasesNothing() {
        lane.offer(changes(5));
        cluster.isDead();
        lane.offer(List.of(decision("kcp/ns/other", 9, ANOTHER)));
        timers.pass(Duration.ofMinutes(1));
        cluster.isWell();
        lane.wake();
        timers.pass(Duration.ofHours(1));

        assertThat(cluster.offsets()).containsOnly(9L);
        assertThat(reports.all).contains("APPLIED 9");
    }

    private static List<Decision> changes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> decision("kcp/ns/" + i, i, CHANGE))
                .toList();
    }
}
