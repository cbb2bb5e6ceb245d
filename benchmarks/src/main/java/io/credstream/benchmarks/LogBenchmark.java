package io.credstream.benchmarks;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.history.ManifestHistory;
import io.credstream.audit.plan.Change;
import io.credstream.audit.plan.Plan;
import io.credstream.demo.TemporaryFolder;
import io.credstream.model.Kind;
import io.credstream.read.Cut;
import io.credstream.read.Snapshots;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers from a long log, each in turn with a bare consumer that reads the same records and looks at none of them. The first round
 * warms up and does not count.
 */
public final class LogBenchmark {

    private static final int PARTITIONS = 8;

    private final KafkaClients kafka;
    private final Topics topics;
    private final Path snapshots;

    private LogBenchmark(KafkaClients kafka, Topics topics, Path snapshots) {
        this.kafka = kafka;
        this.topics = topics;
        this.snapshots = snapshots;
    }

    /** What answers it, and what of the log has to be read for that. */
    private record Question(String name, Cut log, Runnable answer) {
        long records() {
            return log.offsets().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Writes a log, measures and prints. */
    public static void run(PrintWriter out, long records, int rounds) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
            new TopicSetup(PARTITIONS, 1, TopicSetup.DEFAULTS.historyWindow()).ensure(kafka, topics);
            out.println("writing " + records + " records …");
            out.flush();
            SyntheticLog.write(kafka, topics, PARTITIONS, SyntheticLog.Shape.DEFAULT, records);
            try (TemporaryFolder snapshots = TemporaryFolder.create("credstream-snapshots-")) {
                new LogBenchmark(kafka, topics, snapshots.path()).measure(out, rounds);
            }
        }
    }

    private void measure(PrintWriter out, int rounds) {
        List<Question> questions = questions();
        Map<Question, List<Double>> answers = new LinkedHashMap<>();
        Map<Question, List<Double>> floors = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Question question : questions) {
                double floor = rate(question, () -> BareConsumer.read(kafka, question.log()));
                double answer = rate(question, question.answer());
                if (round > 0) {
                    floors.computeIfAbsent(question, q -> new ArrayList<>()).add(floor);
                    answers.computeIfAbsent(question, q -> new ArrayList<>()).add(answer);
                }
            }
        }
        out.println("%-10s %9s %15s %15s %7s".formatted("", "records", "bare consumer/s", "answer/s", "ratio"));
        answers.forEach((question, rates) -> {
            double floor = Quantiles.at(floors.getOrDefault(question, List.of()), 0.5);
            double answer = Quantiles.at(rates, 0.5);
            out.println("%-10s %9d %15.0f %15.0f %7.2f"
                    .formatted(question.name(), question.records(), floor, answer, answer / floor));
        });
        out.flush();
    }

    private List<Question> questions() {
        String manifest = SyntheticLog.manifest().key();
        try (TopicReader reader = new TopicReader(kafka)) {
            Cut all = reader.end(Facts.of(topics));
            Cut some = reader.end(ManifestHistory.topics(topics)).of(ManifestHistory.topics(topics), List.of(manifest));
            return List.of(
                    new Question("get --at", all, this::getAt),
                    new Question("get again", all, this::getAgain),
                    new Question("plan", all, this::plan),
                    new Question("history", some, () -> history(manifest)));
        }
    }

    private static double rate(Question question, Runnable reading) {
        long begin = System.nanoTime();
        reading.run();
        return question.records() * 1e9 / (System.nanoTime() - begin);
    }

    private void getAt() {
        get(facts());
    }

    /** What the round before has left is the snapshot, and nothing was written since. */
    private void getAgain() {
        get(facts(Snapshots.open(kafka, snapshots, Facts.of(topics), Instant.now())));
    }

    private static void get(Facts facts) {
        Fleet fleet = Fleet.of(facts);
        if (fleet.outcomes(fleet.manifests()).isEmpty()) {
            throw new IllegalStateException("the fleet is wrong");
        }
    }

    private void plan() {
        Plan plan = Plan.of(facts(), List.of(new Change.Delete(Kind.SECRET, SyntheticLog.credential())));
        if (plan.effects().isEmpty()) {
            throw new IllegalStateException("the plan is wrong");
        }
    }

    /** With the search for the name; without a look at the records of other topics that are named as causes. */
    private void history(String manifest) {
        ManifestHistory history = new ManifestHistory(topics);
        try (TopicReader reader = new TopicReader(kafka)) {
            Cut cut = reader.end(ManifestHistory.topics(topics));
            if (!reader.keys(topics.manifests(), cut.of(List.of(topics.manifests()), List.of(manifest)))
                    .contains(manifest)) {
                throw new IllegalStateException("the log is wrong");
            }
            reader.readInOrder(ManifestHistory.topics(topics), Set.of(manifest), Cut.START, cut, history);
        }
        if (history.chains(Map.of()).isEmpty()) {
            throw new IllegalStateException("the history is wrong");
        }
    }

    private Facts facts() {
        return facts(Snapshots.NONE);
    }

    private Facts facts(Snapshots known) {
        Facts facts = new Facts(topics);
        try (TopicReader reader = new TopicReader(kafka)) {
            Cut cut = reader.at(Facts.of(topics), Instant.now());
            Facts.of(topics).forEach(topic -> read(reader, topic, cut, known, facts));
        }
        return facts;
    }

    private static <V extends Record> void read(
            TopicReader reader, Topic<V> topic, Cut cut, Snapshots known, Facts facts) {
        reader.readLatest(topic, cut, known, record -> facts.accept(topic, record));
    }
}
