package io.credstream.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void readsWhatPeopleWrite() {
        assertThat(Durations.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(Durations.parse(" 5m ")).contains(Duration.ofMinutes(5));
        assertThat(Durations.parse("90d")).contains(Duration.ofDays(90));
        assertThat(Durations.parse("5")).isEmpty();
        assertThat(Durations.parse("-5m")).isEmpty();
        assertThat(Durations.parse("soon")).isEmpty();
    }

    @Test
    void agesAreRoughAndNeverNegative() {
        Instant now = Instant.parse("2025-06-01T12:00:00Z");
        assertThat(Durations.age(now.minusSeconds(59), now)).isEqualTo("59s");
        assertThat(Durations.age(now.minusSeconds(61), now)).isEqualTo("1m");
        assertThat(Durations.age(now.minusSeconds(47 * 3600), now)).isEqualTo("47h");
        assertThat(Durations.age(now.minusSeconds(72 * 3600), now)).isEqualTo("3d");
        assertThat(Durations.age(now.plusSeconds(5), now)).isEqualTo("0s");
    }
}
