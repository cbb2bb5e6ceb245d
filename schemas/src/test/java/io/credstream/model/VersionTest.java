package io.credstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @Test
    void resourceVersionsAreComparedAsNumbersOfAnyLength() {
        assertThat(new Version(1, "9")).isLessThan(new Version(1, "10"));
        assertThat(new Version(1, "340282366920938463463374607431768211455"))
                .isGreaterThan(new Version(1, "18446744073709551616"));
    }

    @Test
    void laterIncarnationIsNewerWhateverItsResourceVersion() {
        assertThat(new Version(2, "1")).isGreaterThan(new Version(1, "999999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "-1", "1a", " 1"})
    void whatIsNoDecimalIntegerIsRefused(String resourceVersion) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Version(0, resourceVersion));
    }
}
