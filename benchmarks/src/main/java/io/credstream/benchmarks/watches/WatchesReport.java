package io.credstream.benchmarks.watches;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured, and what follows from it for one more cluster.
 *
 * @param measurements as taken
 * @param costs of each subject
 * @param targets what was aimed at and what was reached
 */
public record WatchesReport(List<Measurement> measurements, List<Cost> costs, List<Target> targets) {

    private static final double KIB = 1024;

    public WatchesReport {
        measurements = List.copyOf(measurements);
        costs = List.copyOf(costs);
        targets = List.copyOf(targets);
    }

    /** What is measured. */
    public enum Subject {
        INGEST("ingest"),
        INGEST_LARGE("ingest, Secrets 100 times larger"),
        FLOOR("bare watches on one HTTP stack"),
        INFORMERS("informers as they come");

        private final String display;

        Subject(String display) {
            this.display = display;
        }

        public String display() {
            return display;
        }
    }

    /** One process that watches so many clusters. */
    public record Measurement(Subject subject, int clusters, long liveBytes, long threads) {}

    /** What each further cluster costs; ratios are to {@link Subject#FLOOR}. */
    public record Cost(Subject subject, double kibPerCluster, double threadsPerCluster, double ratioOfHeap) {}

    /** Something that was aimed at. */
    public record Target(String what, double atMost, double reached, boolean met) {
        Target(String what, double atMost, double reached) {
            this(what, atMost, reached, reached <= atMost);
        }
    }

    static WatchesReport of(List<Measurement> measurements) {
        double floor = heap(Subject.FLOOR, measurements);
        List<Cost> costs = List.of(Subject.values()).stream()
                .map(subject -> new Cost(
                        subject,
                        heap(subject, measurements),
                        threads(subject, measurements),
                        heap(subject, measurements) / floor))
                .toList();
        double small = heap(Subject.INGEST, measurements);
        double large = heap(Subject.INGEST_LARGE, measurements);
        return new WatchesReport(
                measurements,
                costs,
                List.of(
                        new Target("KiB of live heap per cluster", 64, small),
                        new Target("threads per cluster", 0.02, threads(Subject.INGEST, measurements)),
                        new Target("% more heap with Secrets 100 times larger", 2, (large / small - 1) * 100)));
    }

    private static double heap(Subject subject, List<Measurement> all) {
        return Slope.of(heaps(subject, all).toList());
    }

    private static Stream<Slope.Point> heaps(Subject subject, List<Measurement> all) {
        return of(subject, all).map(measured -> new Slope.Point(measured.clusters(), measured.liveBytes() / KIB));
    }

    private static double threads(Subject subject, List<Measurement> all) {
        return Slope.of(of(subject, all)
                .map(measured -> new Slope.Point(measured.clusters(), measured.threads()))
                .toList());
    }

    private static Stream<Measurement> of(Subject subject, List<Measurement> all) {
        return all.stream().filter(measured -> measured.subject() == subject);
    }
}
