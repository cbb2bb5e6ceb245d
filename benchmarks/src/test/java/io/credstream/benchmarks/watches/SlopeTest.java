package io.credstream.benchmarks.watches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credstream.benchmarks.watches.Slope.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlopeTest {

    @Test
    void pointsOnALineShowItsSlope() {
        List<Point> points = List.of(new Point(200, 1_400), new Point(600, 3_400), new Point(2_000, 10_400));
        assertThat(Slope.of(points)).isCloseTo(5, within(1e-9));
    }

    @Test
    void whatErrsBothWaysCancelsOut() {
        List<Point> points = List.of(new Point(0, 1), new Point(0, -1), new Point(2, 5), new Point(2, 3));
        assertThat(Slope.of(points)).isCloseTo(2, within(1e-9));
    }

    @Test
    void pointsAtOneSizeShowNone() {
        List<Point> points = List.of(new Point(5, 1), new Point(5, 2));
        assertThatThrownBy(() -> Slope.of(points)).isInstanceOf(IllegalArgumentException.class);
    }
}
