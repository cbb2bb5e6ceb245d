package io.credstream.benchmarks;

import io.credstream.benchmarks.ProcessorReport.Measurement;
import io.credstream.demo.TemporaryFolder;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A processor without any state that finds the log of a fleet, in which no Manifest is as it should be: how long it takes until all of
 * them are decided, and what it holds in memory then. Its floor is a consumer that reads the same records and looks at none.
 */
public final class ProcessorBenchmark {

    private static final int PARTITIONS = 8;

    /** The smallest, one with more Manifests, and one with more templates: what each costs is the difference. */
    private static final List<SyntheticLog.Shape> FLEETS = List.of(
            new SyntheticLog.Shape(10, 20, 100),
            new SyntheticLog.Shape(10, 20, 1_000),
            new SyntheticLog.Shape(10, 200, 10));

    private final KafkaClients kafka;
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    private ProcessorBenchmark(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /**
     * What to measure.
     *
     * @param rounds of each fleet, after one that warms up
     */
    public record Plan(int rounds) {
        public Plan {
            if (rounds < 1) {
                throw new IllegalArgumentException("it takes a round, at least");
            }
        }
    }

    /**
     * Measures.
     *
     * @param progress told what is being done
     */
    public static ProcessorReport run(Plan plan, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("warming up");
        measure(FLEETS.getFirst());
        List<Measurement> medians = new ArrayList<>();
        for (SyntheticLog.Shape fleet : FLEETS) {
            progress.accept(fleet.allManifests() + " Manifests, " + fleet.templates() + " templates");
            List<Measurement> measured = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                measured.add(measure(fleet));
            }
            medians.add(median(fleet, measured));
        }
        Measurement small = medians.get(0);
        Measurement manifests = medians.get(1);
        Measurement templates = medians.get(2);
        double decided = 1 / perFurther(small, manifests, Measurement::manifests, Measurement::seconds);
        double read = 1 / perFurther(small, manifests, Measurement::manifests, Measurement::bareSeconds);
        return new ProcessorReport(
                medians,
                decided,
                decided / read,
                perFurther(small, manifests, Measurement::manifests, Measurement::liveBytes),
                perFurther(small, templates, Measurement::templates, Measurement::liveBytes) / PARTITIONS);
    }

    private static double perFurther(
            Measurement small,
            Measurement large,
            ToDoubleFunction<Measurement> size,
            ToDoubleFunction<Measurement> cost) {
        return (cost.applyAsDouble(large) - cost.applyAsDouble(small))
                / (size.applyAsDouble(large) - size.applyAsDouble(small));
    }

    private static Measurement median(SyntheticLog.Shape fleet, List<Measurement> rounds) {
        return new Measurement(
                fleet.templates(),
                fleet.allManifests(),
                rounds.getFirst().records(),
                median(rounds, Measurement::bareSeconds),
                median(rounds, Measurement::seconds),
                median(rounds, Measurement::liveBytes));
    }

    private static <T extends Comparable<T>> T median(List<Measurement> rounds, Function<Measurement, T> of) {
        return Quantiles.at(rounds.stream().map(of).toList(), 0.5);
    }

    private static Measurement measure(SyntheticLog.Shape fleet) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            return new ProcessorBenchmark(KafkaClients.of(broker.bootstrapServers())).measureHere(fleet);
        }
    }

    private Measurement measureHere(SyntheticLog.Shape fleet) throws IOException, InterruptedException {
        TopicSetup setup = new TopicSetup(PARTITIONS, 1, TopicSetup.DEFAULTS.historyWindow());
        setup.ensure(kafka, topics);
        long records = SyntheticLog.write(kafka, topics, PARTITIONS, fleet, 0);
        Cut log;
        try (TopicReader reader = new TopicReader(kafka)) {
            log = reader.end(topics.all());
        }
        double bare = seconds(() -> BareConsumer.read(kafka, log));
        try (TemporaryFolder state = TemporaryFolder.create("credstream-processor-")) {
            ProcessorConfig config = ProcessorConfig.of(KafkaSetup.of(kafka, setup), state.path());
            AtomicReference<Throwable> failure = new AtomicReference<>();
            long begin = System.nanoTime();
            long with;
            double took;
            try (Processor processor = Processor.start(config, Meters.unseen(), failure::set)) {
                awaitDecided(fleet.allManifests(), processor, failure);
                took = (System.nanoTime() - begin) / 1e9;
                with = liveBytes();
            }
            return new Measurement(fleet.templates(), fleet.allManifests(), records, bare, took, with - liveBytes());
        }
    }

    private void awaitDecided(long manifests, Processor processor, AtomicReference<Throwable> failure)
            throws InterruptedException {
        try (TopicReader reader = new TopicReader(kafka)) {
            while (decisions(reader) < manifests || !processor.check().ready()) {
                if (failure.get() != null) {
                    throw new IllegalStateException("the processor has failed", failure.get());
                }
                Thread.sleep(20);
            }
        }
    }

    private long decisions(TopicReader reader) {
        return reader.end(List.of(topics.manifestUpdates())).offsets().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static double seconds(Runnable task) {
        long begin = System.nanoTime();
        task.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** What is left after several collections, for what is cleaned up only after one. */
    private static long liveBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
