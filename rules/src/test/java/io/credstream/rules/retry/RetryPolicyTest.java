package io.credstream.rules.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy policy = RetryPolicy.DEFAULT;

    @Test
    void pausesDoubleUpToTheLongestAndAreSpread() {
        Random random = new Random(1);

        for (int attempt = 1; attempt < 40; attempt++) {
            // 1 s, 2 s, … 256 s, and from then on 5 min.
            Duration full = attempt < 10 ? Duration.ofSeconds(1L << (attempt - 1)) : policy.longest();

            assertThat(policy.pauseAfter(attempt, random)).isBetween(full.dividedBy(2), full);
        }
    }

    @Test
    void holdDownsGrowUpToAnHour() {
        assertThat(policy.hold(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.hold(2)).isEqualTo(Duration.ofMinutes(20));
        assertThat(policy.hold(3)).isEqualTo(Duration.ofMinutes(40));
        assertThat(policy.hold(4)).isEqualTo(Duration.ofHours(1));
        assertThat(policy.hold(100)).isEqualTo(Duration.ofHours(1));
    }
}
