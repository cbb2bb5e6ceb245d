package io.credstream.benchmarks.watches;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measured points in a plane, and the line through those of each series, as SVG.
 *
 * @param x what goes to the right, with its unit
 * @param y what goes up, with its unit
 */
record Plot(String title, String x, String y, List<Series> series) {

    private static final int WIDTH = 820;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 310;
    private static final int TOP = 50;
    private static final int BOTTOM = 55;
    private static final int TICKS = 5;

    /** Told apart by those who see no red or no green, too (Okabe and Ito, Color Universal Design, 2008). */
    private static final List<String> COLOURS = List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7");

    /** What was measured of one thing. */
    record Series(String name, List<Slope.Point> points) {}

    private record Scale(double max, double step, int from, int to) {

        static Scale of(double largest, int from, int to) {
            double rough = Math.max(largest, 1) / TICKS;
            double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = Stream.of(1, 2, 5, 10)
                    .map(factor -> factor * magnitude)
                    .filter(candidate -> candidate >= rough)
                    .findFirst()
                    .orElse(rough);
            return new Scale(Math.ceil(largest / step) * step, step, from, to);
        }

        double at(double value) {
            return from + (to - from) * value / max;
        }

        List<Double> ticks() {
            return Stream.iterate(0.0, tick -> tick <= max * 1.0001, tick -> tick + step)
                    .toList();
        }
    }

    /** The whole document. */
    String svg() {
        Scale right = Scale.of(largest(Slope.Point::x), LEFT, WIDTH - RIGHT);
        Scale up = Scale.of(largest(Slope.Point::y), HEIGHT - BOTTOM, TOP);
        List<String> lines = new ArrayList<>(List.of(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">"
                        .formatted(WIDTH, HEIGHT),
                "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
                text(LEFT, 25, "start", "#000000", title)));
        axes(right, up, lines);
        for (int i = 0; i < series.size(); i++) {
            draw(series.get(i), COLOURS.get(i % COLOURS.size()), right, up, lines);
        }
        names(right, up, lines);
        lines.add("</svg>");
        return String.join("\n", lines) + "\n";
    }

    private void axes(Scale right, Scale up, List<String> lines) {
        for (double tick : up.ticks()) {
            lines.add(line(right.from(), up.at(tick), right.to(), up.at(tick), "#dddddd", 1));
            lines.add(text(LEFT - 8, up.at(tick) + 4, "end", "#444444", number(tick)));
        }
        for (double tick : right.ticks()) {
            lines.add(text(right.at(tick), HEIGHT - BOTTOM + 20, "middle", "#444444", number(tick)));
        }
        lines.add(text((LEFT + right.to()) / 2.0, HEIGHT - 12, "middle", "#444444", x));
        lines.add(text(LEFT, 43, "start", "#444444", y));
    }

    private static void draw(Series series, String colour, Scale right, Scale up, List<String> lines) {
        double slope = Slope.of(series.points());
        double meanX =
                series.points().stream().mapToDouble(Slope.Point::x).average().orElse(0);
        double meanY =
                series.points().stream().mapToDouble(Slope.Point::y).average().orElse(0);
        double first =
                series.points().stream().mapToDouble(Slope.Point::x).min().orElse(0);
        double last = last(series);
        lines.add(line(
                right.at(first),
                up.at(meanY + slope * (first - meanX)),
                right.at(last),
                up.at(meanY + slope * (last - meanX)),
                colour,
                2));
        series.points()
                .forEach(point -> lines.add(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
                        right.at(point.x()),
                        up.at(point.y()),
                        colour)));
    }

    /** Beside the last point of each, and where they would lie on one another, below one another. */
    private void names(Scale right, Scale up, List<String> lines) {
        double free = 0;
        List<Series> fromTheTop = series.stream()
                .sorted(Comparator.comparingDouble(each -> -height(each)))
                .toList();
        for (Series each : fromTheTop) {
            double at = Math.max(free, up.at(height(each)) + 4);
            lines.add(text(
                    right.at(last(each)) + 10,
                    at,
                    "start",
                    COLOURS.get(series.indexOf(each) % COLOURS.size()),
                    each.name()));
            free = at + 16;
        }
    }

    private static double last(Series series) {
        return series.points().stream().mapToDouble(Slope.Point::x).max().orElse(0);
    }

    private static double height(Series series) {
        return series.points().stream().mapToDouble(Slope.Point::y).max().orElse(0);
    }

    private double largest(ToDoubleFunction<Slope.Point> of) {
        return series.stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(of)
                .max()
                .orElse(1);
    }

    private static String line(double x1, double y1, double x2, double y2, String colour, int width) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>",
                x1,
                y1,
                x2,
                y2,
                colour,
                width);
    }

    private static String text(double x, double y, String anchor, String colour, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x,
                y,
                anchor,
                colour,
                escaped);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
