package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.kube.Backoff;
import io.credstream.sink.cluster.FakeCluster;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final LaneSettings SETTINGS = new LaneSettings(
            10,
            4,
            3,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
            new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5)));
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeTimers timers = new FakeTimers();
    private final FakeCluster cluster = new FakeCluster();
    private final RecordedReports reports = new RecordedReports();
    private final Fuse fuse = new Fuse(change -> Fuse.Reach.MANY);
    private final Lane lane = new Lane("kcp", SETTINGS, cluster::write, fuse, reports, timers, new Random(1));

    @Test
    void carriesOutAtOnceAndReports() {
        offer(decision("kcp/ns/a", 1));
        timers.run();

        assertThat(cluster.offsets()).containsExactly(1L);
        assertThat(reports.all).containsExactly("APPLIED 1");
    }

    @Test
    void theNewestReplacesWhatHasNotBeenStarted() {
        cluster.isSlow();
        Decision first = decision("kcp/ns/a", 1);
        offer(first);
        offer(decision("kcp/ns/a", 2));
        offer(decision("kcp/ns/a", 3));

        cluster.answer(first, new Outcome.Applied("11"));
        timers.run();

        assertThat(cluster.offsets()).containsExactly(1L, 3L);
        assertThat(reports.all).containsExactly("moot 2", "APPLIED 1");
    }

    @Test
    void oneManifestHasOneRequestUnderWay() {
        cluster.isSlow();
        offer(decision("kcp/ns/a", 1));
        offer(decision("kcp/ns/a", 2));
        offer(decision("kcp/ns/b", 3));
        timers.run();

        assertThat(cluster.offsets()).containsExactly(1L, 3L);
    }

    @Test
    void aFailureOfTheOldDoesNotBringItBackBehindTheNew() {
        cluster.isSlow();
        Decision first = decision("kcp/ns/a", 1);
        offer(first);
        offer(decision("kcp/ns/a", 2));

        cluster.isWell();
        cluster.answer(first, FakeCluster.DEAD);
        timers.pass(LONG);

        assertThat(cluster.offsets()).containsExactly(1L, 2L);
        assertThat(reports.all).containsExactly("moot 1", "APPLIED 2");
    }

    @Test
    void aDecisionThatBecomesMootWhileTheClusterIsDeadIsNeverWritten() {
        cluster.isDead();
        offer(decision("kcp/ns/a", 1));
        timers.pass(Duration.ofMinutes(1));
        cluster.requests.clear();
        lane.cancel("kcp/ns/a");

        cluster.isWell();
        timers.pass(LONG);

        assertThat(cluster.requests).isEmpty();
        assertThat(reports.all).containsExactly("delayed 1", "moot 1");
    }

    @Test
    void oneThatBecomesMootWhileUnderWayIsNotRepeated() {
        cluster.isSlow();
        Decision first = decision("kcp/ns/a", 1);
        offer(first);
        lane.cancel("kcp/ns/a");
        cluster.isWell();
        cluster.answer(first, FakeCluster.DEAD);
        timers.pass(LONG);

        assertThat(cluster.offsets()).containsExactly(1L);
        assertThat(reports.all).containsExactly("moot 1");
    }

    @Test
    void anotherDecisionAfterACancellationCounts() {
        cluster.isDead();
        offer(decision("kcp/ns/a", 1));
        timers.run();
        lane.cancel("kcp/ns/a");
        offer(decision("kcp/ns/a", 2));

        cluster.isWell();
        timers.pass(LONG);

        assertThat(reports.all).containsExactly("delayed 1", "moot 1", "delayed 2", "APPLIED 2");
    }

    @Test
    void keepsToItsRate() {
        LongStream.range(0, 100).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.run();
        assertThat(cluster.requests).hasSize(10);

        timers.pass(Duration.ofSeconds(3));
        assertThat(cluster.requests).hasSize(40);

        timers.pass(Duration.ofSeconds(6));
        assertThat(cluster.offsets())
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    }

    @Test
    void boundsWhatIsUnderWay() {
        cluster.isSlow();
        LongStream.range(0, 10).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.pass(LONG);

        assertThat(cluster.requests).hasSize(4);
    }

    @Test
    void aDeadClusterIsAskedLessAndLessOften() {
        cluster.isDead();
        LongStream.range(0, 50).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.pass(Duration.ofSeconds(30));
        int atFirst = cluster.requests.size();

        timers.pass(Duration.ofMinutes(10));

        // Half a minute at the longest, a quarter at the shortest between two.
        assertThat(atFirst).isBetween(5, 15);
        assertThat(cluster.requests.size() - atFirst).isBetween(19, 41);
    }

    @Test
    void theBreakerGoesOnWhereTheOnlyManifestLeftOff() {
        List<Duration> asked = new ArrayList<>();
        cluster.answers(decision -> {
            asked.add(Duration.ofNanos(timers.currentTimeNanos()));
            return FakeCluster.DEAD;
        });
        offer(decision("kcp/ns/a", 1));
        timers.pass(LONG);

        // Twice as long each time, less a half at most; the breaker opens at the third failure.
        Duration fourth = asked.get(3).minus(asked.get(2));
        assertThat(fourth).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void aDelayIsReportedOncePerDecisionAndOutage() {
        cluster.isDead();
        LongStream.range(0, 50).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.pass(LONG);
        offer(decision("kcp/ns/late", 50));

        assertThat(reports.all).hasSize(51).doesNotHaveDuplicates();

        cluster.answers(decision -> decision.at().offset() == 0 ? FakeCluster.DEAD : new Outcome.Applied("1"));
        timers.pass(Duration.ofMinutes(2));
        assertThat(reports.all).hasSizeGreaterThanOrEqualTo(101);
    }

    @Test
    void everythingThatWaitedIsCarriedOutWhenTheClusterIsBack() {
        cluster.isDead();
        LongStream.range(0, 50).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.pass(LONG);
        cluster.isWell();
        cluster.requests.clear();

        timers.pass(Duration.ofSeconds(30 + 5));

        assertThat(cluster.offsets()).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void aChangeOfTheClusterIsTriedAtOnce() {
        cluster.isDead();
        offer(decision("kcp/ns/a", 1));
        timers.pass(LONG);
        cluster.isWell();

        lane.wake();
        timers.run();

        assertThat(reports.all).containsExactly("delayed 1", "APPLIED 1");
    }

    @Test
    void oneManifestThatAlwaysFailsDoesNotHoldUpTheOthers() {
        cluster.answers(decision -> decision.key().endsWith("/bad") ? FakeCluster.DEAD : new Outcome.Applied("1"));
        offer(decision("kcp/ns/bad", 0));
        timers.pass(LONG);

        LongStream.range(1, 20).forEach(i -> offer(decision("kcp/ns/m" + i, i)));
        timers.pass(Duration.ofMinutes(1));

        assertThat(reports.all)
                .filteredOn(report -> report.startsWith("APPLIED"))
                .hasSize(19);
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsks() {
        cluster.answers(decision -> FakeCluster.unavailable(Duration.ofSeconds(90)));
        offer(decision("kcp/ns/a", 1));
        timers.run();
        cluster.isWell();
        offer(decision("kcp/ns/b", 2));

        timers.pass(Duration.ofSeconds(89));
        assertThat(cluster.offsets()).containsExactly(1L);

        timers.pass(Duration.ofSeconds(2));
        assertThat(reports.all).contains("APPLIED 1", "APPLIED 2");
    }

    @Test
    void aMissingRightHoldsUpItsOwnManifestOnly() {
        cluster.answers(decision -> decision.key().endsWith("/a") ? FakeCluster.forbidden() : new Outcome.Applied("1"));
        offer(decision("kcp/ns/a", 1));
        offer(decision("kcp/ns/b", 2));
        timers.pass(LONG);
        assertThat(reports.all).containsExactly("delayed 1", "APPLIED 2");
        assertThat(cluster.requests).hasSizeLessThan(12);

        cluster.isWell();
        timers.pass(Duration.ofMinutes(5));

        assertThat(reports.all).endsWith("APPLIED 1");
    }

    @Test
    void onceClosedItStartsNothingAndWaitsForWhatIsUnderWay() {
        cluster.isSlow();
        Decision first = decision("kcp/ns/a", 1);
        offer(first);
        offer(decision("kcp/ns/a", 2));
        var drained = lane.close();
        timers.pass(LONG);
        assertThat(drained).isNotDone();

        cluster.answer(first, new Outcome.Applied("11"));
        timers.pass(LONG);

        assertThat(drained).isCompleted();
        assertThat(cluster.offsets()).containsExactly(1L);
        assertThat(reports.all).containsExactly("APPLIED 1");
    }

    @Test
    void aDeadClusterDelaysNobodyElse() {
        cluster.isSlow();
        var well = new FakeCluster();
        var other = new Lane("other", SETTINGS, well::write, fuse, reports, timers, new Random(2));
        LongStream.range(0, 50).forEach(i -> offer(decision("kcp/ns/m" + i, i)));

        other.offer(List.of(decision("other/ns/a", 100)));
        timers.run();

        assertThat(reports.all).containsExactly("APPLIED 100");
    }

    private void offer(Decision... decisions) {
        lane.offer(List.of(decisions));
    }
}
