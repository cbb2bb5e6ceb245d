package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.kube.Backoff;
import io.credstream.model.ClusterStatus.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FaultsTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

    private final Faults faults = new Faults(new Backoff(Duration.ofSeconds(1), LIMIT), new SplittableRandom(1));

    @Test
    void aClusterIsTriedAgainWhenItsWaitIsOver() {
        Fault fault = faults.add("kcp", "code", NOON);

        assertThat(faults.due(fault.nextTry().minusMillis(1))).isEmpty();
        assertThat(faults.due(fault.nextTry())).containsExactly("kcp");
    }

    @Test
    void whatKeepsFailingIsTriedLessAndLessOftenAndIsOneFault() {
        Instant now = NOON;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            Fault fault = faults.add("kcp", "code", now);
            assertThat(fault.since()).isEqualTo(NOON);
            last = Duration.between(now, fault.nextTry());
            now = fault.nextTry();
            faults.retried("kcp", now);
        }
        assertThat(last).isGreaterThanOrEqualTo(LIMIT.dividedBy(2));
    }

    @Test
    void whatHasGoneWellForAsLongAsItWaitedIsNoFaultAnyMore() {
        Fault fault = faults.add("kcp", "code", NOON);
        Duration wait = Duration.between(NOON, fault.nextTry());
        faults.retried("kcp", fault.nextTry());

        assertThat(faults.proven("kcp", fault.nextTry())).isFalse();
        assertThat(faults.proven("kcp", fault.nextTry().plus(wait))).isTrue();
        assertThat(faults.proving()).isEmpty();
    }

    @Test
    void whatFailsAgainSoonAfterThatWaitsLongerThanTheFirstTime() {
        Instant now = NOON;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Fault fault = faults.add("kcp", "code", now);
            last = Duration.between(now, fault.nextTry());
            faults.retried("kcp", fault.nextTry());
            now = fault.nextTry().plus(last);
            assertThat(faults.proven("kcp", now)).isTrue();
        }
        assertThat(last).isGreaterThanOrEqualTo(LIMIT.dividedBy(2));
    }

    @Test
    void whatHasGoneWellForTheLongestWaitIsForgotten() {
        Fault fault = faults.add("kcp", "code", NOON);
        faults.retried("kcp", fault.nextTry());
        Instant proven = fault.nextTry().plus(LIMIT);
        assertThat(faults.proven("kcp", proven)).isTrue();

        assertThat(faults.healed(proven)).isEmpty();
        assertThat(faults.healed(proven.plus(LIMIT))).containsExactly("kcp");
        Instant later = proven.plus(LIMIT);
        assertThat(Duration.between(later, faults.add("kcp", "code", later).nextTry()))
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
