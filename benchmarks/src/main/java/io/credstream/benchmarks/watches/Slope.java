package io.credstream.benchmarks.watches;

import java.util.List;

/** What one more of something costs: the slope of the line through measured points that errs least, by least squares. */
final class Slope {

    /** A measured point. */
    record Point(double x, double y) {}

    private Slope() {}

    /**
     * The slope.
     *
     * @throws IllegalArgumentException if no two points differ in x: they show no slope
     */
    static double of(List<Point> points) {
        double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
        double spread = points.stream()
                .mapToDouble(point -> (point.x() - meanX) * (point.x() - meanX))
                .sum();
        if (spread == 0) {
            throw new IllegalArgumentException("a slope takes two different sizes");
        }
        return points.stream()
                        .mapToDouble(point -> (point.x() - meanX) * (point.y() - meanY))
                        .sum()
                / spread;
    }
}
