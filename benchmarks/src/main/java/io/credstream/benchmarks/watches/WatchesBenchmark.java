package io.credstream.benchmarks.watches;

import io.credstream.benchmarks.watches.WatchesReport.Measurement;
import io.credstream.benchmarks.watches.WatchesReport.Subject;
import io.credstream.demo.TemporaryFolder;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.read.TopicReader;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much live heap and how many threads each further cluster takes: of {@code credstream ingest}, of bare watches of the client
 * library as the floor, and of the library's informers as it ships them. Everything that is measured is a process of its own, and
 * so is what it watches.
 */
public final class WatchesBenchmark {

    private static final int WATCHES = 3;
    private static final int PASSWORD = 100;
    private static final int TIMES_LARGER = 100;
    /** Of informers a tenth is enough: they take eight threads for each cluster. */
    private static final int INFORMERS_FEWER = 10;

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Measurement> measured = new ArrayList<>();

    /**
     * What to measure.
     *
     * @param ingest how it is started, up to the address of its broker
     * @param sizes how many clusters, each in turn
     * @param secrets in each cluster
     */
    public record Plan(Program ingest, List<Integer> sizes, int secrets) {
        public Plan {
            sizes = List.copyOf(sizes);
            if (sizes.stream().distinct().count() < 2 || sizes.stream().anyMatch(size -> size < INFORMERS_FEWER)) {
                throw new IllegalArgumentException("a slope takes two different sizes, of at least 10 clusters");
            }
        }
    }

    private WatchesBenchmark(Plan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param progress told what is done next
     */
    public static WatchesReport run(Plan plan, Consumer<String> progress) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create("credstream-watches-")) {
            FingerprintKeys.generate(keys(folder.path()));
            WatchesBenchmark benchmark = new WatchesBenchmark(plan, folder.path(), progress);
            for (int size : plan.sizes()) {
                benchmark.measureSmall(size);
            }
            for (int size : plan.sizes()) {
                benchmark.measureLarge(size);
            }
            return WatchesReport.of(benchmark.measured);
        }
    }

    private void measureSmall(int size) throws IOException, InterruptedException {
        try (ChildJvm fleet = fleet(size, PASSWORD)) {
            String broker = fleet.readLine();
            measureIngest(Subject.INGEST, size, fleet, broker);
            measureLibrary(Subject.FLOOR, "watches", size, fleet);
            measureLibrary(Subject.INFORMERS, "informers", size / INFORMERS_FEWER, fleet);
        }
    }

    private void measureLarge(int size) throws IOException, InterruptedException {
        try (ChildJvm fleet = fleet(size, PASSWORD * TIMES_LARGER)) {
            measureIngest(Subject.INGEST_LARGE, size, fleet, fleet.readLine());
        }
    }

    private ChildJvm fleet(int size, int password) throws IOException {
        progress.accept(
                "%d clusters with %d Secrets each, passwords of %,d bytes".formatted(size, plan.secrets(), password));
        return ChildJvm.start(
                new Program(FleetProgram.class, folder.toString()),
                Integer.toString(size),
                Integer.toString(plan.secrets()),
                Integer.toString(password));
    }

    private void measureIngest(Subject subject, int size, ChildJvm fleet, String broker)
            throws IOException, InterruptedException {
        progress.accept("  " + subject.display());
        try (ChildJvm ingest = ChildJvm.start(
                plan.ingest(),
                "--bootstrap-servers",
                broker,
                "--fingerprint-keys",
                keys(folder).toString())) {
            awaitWatches(fleet, ingest, size);
            awaitQuiet(broker);
            measure(subject, size, ingest);
        }
        awaitWatches(fleet, fleet, 0);
    }

    private void measureLibrary(Subject subject, String kind, int size, ChildJvm fleet)
            throws IOException, InterruptedException {
        progress.accept("  " + subject.display());
        try (ChildJvm library =
                ChildJvm.start(new Program(FloorProgram.class, kind, folder.toString()), Integer.toString(size))) {
            library.readLine();
            awaitWatches(fleet, library, size);
            measure(subject, size, library);
        }
        awaitWatches(fleet, fleet, 0);
    }

    private void measure(Subject subject, int size, ChildJvm process) throws IOException, InterruptedException {
        measured.add(new Measurement(subject, size, process.liveBytes(), process.liveThreads()));
    }

    private static void awaitWatches(ChildJvm fleet, ChildJvm watching, int clusters)
            throws IOException, InterruptedException {
        while (Integer.parseInt(fleet.ask("watches")) != clusters * WATCHES) {
            if (!watching.isAlive()) {
                throw new IOException("what was to be measured ended before its time");
            }
            Thread.sleep(LOOK);
        }
    }

    /** All that is seen has been written. */
    private static void awaitQuiet(String broker) throws InterruptedException {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        try (TopicReader reader = new TopicReader(KafkaClients.of(broker))) {
            var before = reader.end(topics.all());
            for (Duration quiet = Duration.ZERO; quiet.compareTo(QUIET) < 0; quiet = quiet.plus(LOOK)) {
                Thread.sleep(LOOK);
                var now = reader.end(topics.all());
                quiet = now.equals(before) ? quiet : Duration.ZERO;
                before = now;
            }
        }
    }

    private static Path keys(Path folder) {
        return folder.resolve("keys.yaml");
    }
}
