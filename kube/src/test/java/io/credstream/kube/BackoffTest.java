package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void doublesUpToItsLimit() {
        var longest = new Random() {
            @Override
            public double nextDouble() {
                return 0;
            }
        };

        assertThat(backoff.delay(1, longest)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.delay(2, longest)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.delay(5, longest)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.delay(6, longest)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.delay(Integer.MAX_VALUE, longest)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void scattersByUpToAHalf() {
        var random = new Random(1);

        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.delay(3, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        }
    }

    @Test
    void refusesToShrink() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
