package io.credstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CauseTest {

    static Stream<Cause> causes() {
        return Stream.of(
                new Cause.Observation("kcp-eu", Kind.SECRET, "42"),
                new Cause.Coordinates("credstream.cluster-status", 3, 1234),
                new Cause.Request("operator", "fleet apply -f fleet.yaml"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void descriptionIsReadBack(Cause cause) {
        assertThat(Cause.parse(cause.describe())).isEqualTo(cause);
    }
}
