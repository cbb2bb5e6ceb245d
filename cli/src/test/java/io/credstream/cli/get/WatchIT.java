package io.credstream.cli.get;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.Credstream;
import io.credstream.cli.Pipe;
import io.credstream.cli.Run;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus;
import io.credstream.model.DeadLetter;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchIT {

    private static final int PARTITIONS = 2;
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    @SuppressWarnings("NullAway.Init")
    private EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private Producer<String, byte[]> producer;

    private final StringWriter err = new StringWriter();
    private final Pipe pipe = new Pipe();

    @BeforeEach
    void makeTopics() throws Exception {
        broker = EmbeddedBroker.startTemporary();
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(kafka, TOPICS);
        producer = kafka.producer(Map.of());
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void aTableGoesOnWithTheRowsThatChange() throws Exception {
        send(TOPICS.clusters().record("kcp-eu", Records.CONTROL_PLANE, PARTITIONS));
        CompletableFuture<Integer> exit = start("clusters", "--watch");

        assertThat(cells())
                .containsExactly("EVENT", "CLUSTER", "ROLE", "CONDITION", "LISTED", "HONOURED", "AGE", "FIX");
        assertThat(cells()).startsWith("ADDED", "kcp-eu", "control-plane", "-");
        send(TOPICS.clusterStatus().record("kcp-eu", Records.WATCHED, PARTITIONS));
        assertThat(cells()).startsWith("MODIFIED", "kcp-eu", "control-plane", "Watched");
        send(TOPICS.clusters().record("kcp-eu.a1b2", Records.RUNTIME, PARTITIONS));
        assertThat(cells()).startsWith("ADDED", "kcp-eu.a1b2", "runtime");
        send(TOPICS.clusterStatus().record("kcp-eu", Records.WATCHED, PARTITIONS)); // says nothing new
        send(TOPICS.clusters().tombstone("kcp-eu.a1b2", PARTITIONS));
        assertThat(cells()).startsWith("DELETED", "kcp-eu.a1b2", "runtime");

        end(exit);
    }

    @Test
    void pendingDecisionsComeAndGoAsDocuments() throws Exception {
        CompletableFuture<Integer> exit = start("pending", "-w", "-o", "json");
        String key = Records.UPDATE.manifest().key();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> err.toString().equals("No decisions pending." + System.lineSeparator()));

        send(TOPICS.manifestUpdates().record(key, Records.UPDATE, PARTITIONS));
        JsonNode added = new JsonMapper().readTree(pipe.next());
        assertThat(added.at("/type").asText()).isEqualTo("ADDED");
        assertThat(added.at("/object/manifest/name").asText())
                .isEqualTo(Records.UPDATE.manifest().name());
        send(TOPICS.manifestUpdates().tombstone(key, PARTITIONS));
        assertThat(new JsonMapper().readTree(pipe.next()).at("/type").asText()).isEqualTo("DELETED");

        end(exit);
    }

    @Test
    void whatWaitsForAGapShowsAlsoWhenTheGapBeganLater() throws Exception {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        Instant second = first.plusSeconds(60);
        send(TOPICS.clusters().record("kcp-eu", Records.CONTROL_PLANE, PARTITIONS));
        send(TOPICS.clusterStatus().record("kcp-eu", Records.WATCHED, PARTITIONS));
        send(TOPICS.templates().record(Records.TEMPLATE.ref().key(), Records.TEMPLATE, PARTITIONS));
        CompletableFuture<Integer> exit = start("pending", "-w", "-o", "json");
        await().atMost(Duration.ofSeconds(60)).until(() -> err.toString().contains("No decisions pending"));

        ClusterStatus gap = Records.WATCHED.in(new ClusterStatus.Epoch(second, first, List.of(), 0, 0));
        send(TOPICS.clusterStatus().record("kcp-eu", gap, PARTITIONS));
        send(TOPICS.manifests().record(Records.WAITING.ref().key(), Records.WAITING.observedIn(second), PARTITIONS));
        JsonNode added = new JsonMapper().readTree(pipe.next());
        assertThat(added.at("/object/manifest/name").asText())
                .isEqualTo(Records.WAITING.ref().name());
        assertThat(added.at("/object/result").asText()).isEqualTo("Deferred");

        end(exit);
    }

    @Test
    void manifestsAreDecidedAnewWithEveryRecord() throws Exception {
        send(TOPICS.clusters().record("kcp-eu", Records.CONTROL_PLANE, PARTITIONS));
        send(TOPICS.clusterStatus().record("kcp-eu", Records.WATCHED, PARTITIONS));
        send(TOPICS.manifests().record(Records.BOUND.ref().key(), Records.BOUND, PARTITIONS));
        CompletableFuture<Integer> exit = start("manifests", "-w", "-o", "json");

        assertThat(state()).isEqualTo("NoTemplate");
        send(TOPICS.templates().record(Records.TEMPLATE.ref().key(), Records.TEMPLATE, PARTITIONS));
        assertThat(state()).isNotEqualTo("NoTemplate");

        end(exit);
    }

    @Test
    void watchingThePastIsAMatterOfUsage() {
        assertThat(ask("clusters", "-w", "--at", "1h").exitCode()).isEqualTo(2);
        assertThat(ask("clusters", "-w", "-o", "yaml").err()).contains("a document a line");
    }

    @Test
    void deadLettersSayWhereWhySinceWhenAndHowOften() throws Exception {
        Cause.Coordinates where = new Cause.Coordinates("credstream.credentials", 1, 7);
        sendDeadLetter("processor", DeadLetter.Code.UNDECODABLE, null, where);
        sendDeadLetter("processor", DeadLetter.Code.UNDECODABLE, null, where);
        sendDeadLetter("ingest", DeadLetter.Code.INVALID_OBJECT, "kcp-eu/kcp-system/odd", where);

        assertThat(ask("dead-letters").out().lines().map(WatchIT::cells))
                .containsExactly(
                        List.of("WHERE", "PROBLEM", "OBJECT", "SERVICE", "TIMES", "AGE"),
                        List.of("credstream.credentials-1@7", "Undecodable", "-", "processor", "2", "age"),
                        List.of(
                                "credstream.credentials-1@7",
                                "InvalidObject",
                                "kcp-eu/kcp-system/odd",
                                "ingest",
                                "1",
                                "age"));
        JsonNode rows =
                new JsonMapper().readTree(ask("dead-letters", "-o", "json").out());
        assertThat(rows.at("/items/0/since").asText())
                .isLessThanOrEqualTo(rows.at("/items/0/last").asText());
        assertThat(rows.at("/items/0/means").asText()).contains("who else writes there");
        assertThat(ask("dead-letters", "--cluster", "kcp-eu").out().lines()).hasSize(2);
        Run wide = ask("dead-letters", "-o", "wide");
        assertThat(wide.err()).contains("credstream.dead-letters");
        assertThat(ask("dead-letters", "--at", "1h").err()).contains("No dead letters.");
    }

    private void sendDeadLetter(String service, DeadLetter.Code code, @Nullable String object, Cause where)
            throws Exception {
        send(TOPICS.deadLetters().record(where.describe(), new DeadLetter(service, code, object, where), PARTITIONS));
    }

    private String state() throws InterruptedException, IOException {
        return new JsonMapper().readTree(pipe.next()).at("/object/state").asText();
    }

    private List<String> cells() throws InterruptedException {
        return cells(pipe.next());
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split("\\s{2,}", -1))
                .map(cell -> cell.matches("\\d+[smh]") ? "age" : cell)
                .toList();
    }

    private CompletableFuture<Integer> start(String... question) {
        return CompletableFuture.supplyAsync(
                () -> Credstream.execute(new PrintWriter(pipe, true), new PrintWriter(err, true), arguments(question)));
    }

    /** What is printed when nobody reads any more ends it. */
    private void end(CompletableFuture<Integer> exit) throws Exception {
        pipe.breakOff();
        send(TOPICS.clusters().record(Records.RUNTIME.id(), Records.RUNTIME, PARTITIONS));
        String key = Records.UPDATE.manifest().key();
        send(TOPICS.manifestUpdates().record(key, Records.UPDATE, PARTITIONS));
        send(TOPICS.manifests().record(Records.LONELY.ref().key(), Records.LONELY, PARTITIONS));
        assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
    }

    private Run ask(String... question) {
        return Run.of(arguments(question));
    }

    private String[] arguments(String... question) {
        return Stream.concat(
                        Stream.of("get"),
                        Stream.concat(Stream.of(question), Stream.of("--bootstrap-servers", broker.bootstrapServers())))
                .toArray(String[]::new);
    }

    private void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get();
    }
}
