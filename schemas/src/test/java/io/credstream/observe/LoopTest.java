package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Metric.Part;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Loops loops = new Loops(Meters.in(registry), Part.SINK, nanos::get);
    private final Since work = new Since();

    @Test
    void aLoopThatTurnsAndHasNothingToDoIsWell() {
        Loop loop = loops.open(Loop.Kind.DECISIONS, "", work);
        for (int i = 0; i < 10; i++) {
            loop.turned();
            pass(Duration.ofSeconds(30));
            assertThat(loops.check()).isEqualTo(Health.FINE);
        }
        loop.turned();
        assertThat(shown(Metric.PROGRESS_AGE)).isZero();
    }

    @Test
    void aLoopThatTurnsNoMoreIsNotReadyAndInTheEndOnlyARestartHelps() {
        Loop loop = loops.open(Loop.Kind.DECISIONS, "", work);
        loop.turned();

        pass(Duration.ofSeconds(46));
        assertThat(loops.check().ready()).isFalse();
        assertThat(loops.check().live()).isTrue();
        assertThat(loops.check().reasons())
                .singleElement()
                .asString()
                .startsWith("the loop that reads decisions has not turned for 46 s; ");
        assertThat(shown(Metric.PROGRESS_AGE)).isEqualTo(46);

        pass(Duration.ofMinutes(5));
        assertThat(loops.check().live()).isFalse();

        loop.turned(); // as after a process was stopped and goes on
        assertThat(loops.check()).isEqualTo(Health.FINE);
    }

    @Test
    void aLoopThatTurnsAndGetsNothingDoneIsNotReadyOnceItsWorkIsOldButStaysAlive() {
        Loop loop = loops.open(Loop.Kind.DECISIONS, "partition 3", work);
        pass(Duration.ofHours(1));
        loop.turned();
        work.set(true, loops.now());
        assertThat(loops.check()).isEqualTo(Health.FINE);

        for (int i = 0; i < 60; i++) {
            pass(Duration.ofSeconds(10));
            loop.turned();
        }
        assertThat(loops.check().live()).isTrue();
        assertThat(loops.check().ready()).isFalse();
        assertThat(loops.check().reasons())
                .singleElement()
                .asString()
                .startsWith(
                        "the loop that reads decisions (partition 3) has got nothing done for 600 s, and its oldest work"
                                + " has waited for 600 s; ");
        assertThat(shown(Metric.WORK_AGE)).isEqualTo(600);

        loop.progressed();
        assertThat(loops.check()).isEqualTo(Health.FINE);
        assertThat(shown(Metric.PROGRESS_AGE)).isZero();
    }

    @Test
    void workThatIsOldWhileMuchGetsDoneIsOnlyShown() {
        Loop loop = loops.open(Loop.Kind.DECISIONS, "", work);
        work.set(true, loops.now());
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(30));
            loop.turned();
            loop.progressed();
            work.set(true, loops.now());
        }
        assertThat(loops.check()).isEqualTo(Health.FINE);
        assertThat(shown(Metric.WORK_AGE)).isEqualTo(600);
        assertThat(shown(Metric.PROGRESS_AGE)).isZero();
    }

    @Test
    void whatOnlyWaitsForOthersNeedNotTurn() {
        loops.open(Loop.Kind.REQUESTS, "", work);
        pass(Duration.ofDays(1));
        assertThat(loops.check()).isEqualTo(Health.FINE);
        work.set(true, loops.now());
        pass(Duration.ofSeconds(61));
        assertThat(loops.check().ready()).isFalse();
    }

    @Test
    void oneLoopThatIsStuckIsEnoughAndOneThatIsClosedCountsNoMore() {
        Loop well = loops.open(Loop.Kind.DECISIONS, "1");
        Loop stuck = loops.open(Loop.Kind.DECISIONS, "2");
        well.turned();
        stuck.turned();
        pass(Duration.ofMinutes(1));
        well.turned();
        assertThat(loops.check().ready()).isFalse();

        stuck.close();
        assertThat(loops.check()).isEqualTo(Health.FINE);
    }

    @Test
    void everyKindOfTheServiceIsShownFromTheStart() {
        assertThat(registry.find(Metric.PROGRESS_AGE.text()).tag("part", "sink").gauges())
                .hasSize(4);
        loops.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private double shown(Metric metric) {
        return registry.get(metric.text()).tag("loop", "decisions").gauge().value();
    }
}
