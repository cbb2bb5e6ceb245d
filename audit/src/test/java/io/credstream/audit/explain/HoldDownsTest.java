package io.credstream.audit.explain;

import static io.credstream.audit.TestLog.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.model.ApplyReport;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.HoldDown;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import io.credstream.rules.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoldDownsTest {

    private static final HoldDown HOLD_DOWN = new HoldDown(TestLog.START.plus(Duration.ofMinutes(10)), 1);
    private static final Instant DURING = TestLog.START.plus(Duration.ofMinutes(5));

    private final TestLog log = new TestLog().controlPlane();
    private final HoldDowns said = new HoldDowns();

    @Test
    void isWhatTheLastTombstoneSaysUntilItIsOver() {
        said.accept(TOPICS.manifestUpdates(), tombstone(HOLD_DOWN));

        assertThat(said.at(DURING)).contains(HOLD_DOWN);
        assertThat(said.at(HOLD_DOWN.until())).isEmpty();
    }

    @Test
    void isOverWithAnythingThatIsSaidLater() {
        said.accept(TOPICS.manifestUpdates(), tombstone(HOLD_DOWN));
        said.accept(TOPICS.manifestUpdates(), tombstone(null));

        assertThat(said.at(DURING)).isEmpty();
    }

    @Test
    void whereNobodySaidSoTheSameStepsLeadToIt() {
        log.template("op", "a").manifest("m", "op");
        for (int round = 1; round <= RetryPolicy.DEFAULT.rounds(); round++) {
            assertThat(rehearsed().at(log.now())).as("before round " + round).isEmpty();
            overwritten();
        }

        assertThat(rehearsed().at(log.now())).contains(new HoldDown(log.now().plus(RetryPolicy.DEFAULT.hold(1)), 1));
        assertThat(rehearsed().at(log.now().plus(RetryPolicy.MOST_HOLD))).isEmpty();
    }

    @Test
    void somebodyWhoTakesTurnsWithUsSeldomIsNotGivenWayTo() {
        log.template("op", "a").manifest("m", "op");
        for (int round = 0; round < 2 * RetryPolicy.DEFAULT.rounds(); round++) {
            overwritten();
            log.pass(RetryPolicy.DEFAULT.window());
        }

        assertThat(rehearsed().at(log.now())).isEmpty();
    }

    /** Our decision is carried out, and taken back. */
    private void overwritten() {
        log.pending("m");
        ManifestUpdate decision = log.facts()
                .latest(TOPICS.manifestUpdates())
                .get(TestLog.ref("m").key())
                .orElseThrow();
        log.put(
                        TOPICS.applyReports(),
                        decision.manifest().key(),
                        new ApplyReport(
                                decision.manifest(),
                                decision.uid(),
                                ApplyReport.Result.UNCHANGED,
                                null,
                                null,
                                decision.attempt(),
                                decision.cause()))
                .carriedOut("m")
                .manifest("m", "op");
    }

    private Rehearsal rehearsed() {
        Rehearsal rehearsal = new Rehearsal(Fleet.of(log.factsAt(Instant.MIN)), TestLog.ref("m"));
        log.replay(rehearsal);
        return rehearsal;
    }

    private static TopicRecord<ManifestUpdate> tombstone(@Nullable HoldDown holdDown) {
        return new TopicRecord.Tombstone<>(
                TestLog.ref("m").key(),
                null,
                holdDown,
                new Coordinates(TOPICS.manifestUpdates().name(), 0, 0),
                TestLog.START);
    }
}
