package io.credstream.benchmarks;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.plan.Change;
import io.credstream.audit.plan.Plan;
import io.credstream.model.Kind;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Answers from a long log, in turn with a bare consumer that reads the same records and looks at none of them. The first round warms
 * up and does not count.
 */
public final class LogBenchmark {

    private static final int PARTITIONS = 8;

    private final KafkaClients kafka;
    private final Topics topics;
    private final long records;

    private LogBenchmark(KafkaClients kafka, Topics topics, long records) {
        this.kafka = kafka;
        this.topics = topics;
        this.records = records;
    }

    private record Question(String name, Runnable answer) {}

    /** Writes a log, measures and prints. */
    public static void run(PrintWriter out, long records, int rounds) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
            try (Admin admin = kafka.admin()) {
                new TopicSetup(PARTITIONS, 1, TopicSetup.DEFAULTS.historyWindow()).ensure(admin, topics);
            }
            out.println("writing " + records + " records …");
            out.flush();
            long written = SyntheticLog.write(kafka, topics, PARTITIONS, records);
            new LogBenchmark(kafka, topics, written).measure(out, rounds);
        }
    }

    private void measure(PrintWriter out, int rounds) {
        List<Question> questions = List.of(
                new Question("bare consumer", this::consume),
                new Question("get --at", this::getAt),
                new Question("plan", this::plan));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Question question : questions) {
                long begin = System.nanoTime();
                question.answer().run();
                double rate = records * 1e9 / (System.nanoTime() - begin);
                if (round > 0) {
                    rates.computeIfAbsent(question.name(), name -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        double floor = median(rates.getOrDefault("bare consumer", List.of(1.0)));
        rates.forEach((name, all) ->
                out.printf("%-14s %9.0f records/s   ratio %.2f%n", name, median(all), median(all) / floor));
        out.flush();
    }

    private void consume() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?> topic : Facts.of(topics)) {
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic.name(), i));
            }
        }
        try (Consumer<String, byte[]> consumer = kafka.consumer(Map.of())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200));
            }
        }
    }

    private void getAt() {
        Fleet fleet = Fleet.of(facts());
        fleet.manifests().forEach(fleet::outcome);
    }

    private void plan() {
        Plan plan = Plan.of(facts(), List.of(new Change.Delete(Kind.SECRET, SyntheticLog.credential())));
        if (plan.effects().isEmpty()) {
            throw new IllegalStateException("the plan is wrong");
        }
    }

    private Facts facts() {
        Facts facts = new Facts(topics);
        try (TopicReader reader = new TopicReader(kafka)) {
            Cut cut = reader.at(Facts.of(topics), Instant.now());
            Facts.of(topics).forEach(topic -> read(reader, topic, cut, facts));
        }
        return facts;
    }

    private static <V extends Record> void read(TopicReader reader, Topic<V> topic, Cut cut, Facts facts) {
        reader.readLatest(topic, cut, record -> facts.accept(topic, record));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
