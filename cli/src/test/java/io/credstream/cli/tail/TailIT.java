package io.credstream.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.Credstream;
import io.credstream.cli.Pipe;
import io.credstream.cli.Run;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TailIT {

    private static final int PARTITIONS = 2;
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final Cause OBSERVED = new Cause.Observation("kcp-eu", Kind.SECRET, "7");
    private static final Cause ASKED = new Cause.Request("somebody", "fleet apply test");

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static Producer<String, byte[]> producer;

    @BeforeAll
    static void fillTopics() throws Exception {
        broker = EmbeddedBroker.startTemporary();
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(kafka, TOPICS);
        producer = kafka.producer(Map.of());
        send(TOPICS.clusters().record("kcp-eu", cluster("kcp-eu"), PARTITIONS));
        send(credential("kcp-eu"));
        send(TOPICS.clusters().record("kcp-us", cluster("kcp-us"), PARTITIONS));
        send(TOPICS.credentials()
                .tombstone(
                        "kcp-eu/kcp-system/cred",
                        new Deletion(Deletion.Reason.WATCH, "uid", new Version(1, "8"), OBSERVED),
                        PARTITIONS));
        send(new ProducerRecord<>(TOPICS.credentials().name(), 0, "kcp-eu/x/y", new byte[] {1, 2, 3}));
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void recordsOfSeveralTopicsComeDecodedInTheOrderOfTime() throws IOException {
        List<JsonNode> lines = lines(tail("credentials", "credstream.clusters", "--no-follow"));

        assertThat(lines.stream()
                        .limit(5)
                        .map(line -> line.at("/topic").asText() + " "
                                + line.at("/key").asText()))
                .containsExactly(
                        "credstream.clusters kcp-eu",
                        "credstream.credentials kcp-eu/kcp-system/cred",
                        "credstream.clusters kcp-us",
                        "credstream.credentials kcp-eu/kcp-system/cred",
                        "credstream.credentials null");
        assertThat(lines)
                .isSortedAccordingTo((a, b) ->
                        a.at("/timestamp").asText().compareTo(b.at("/timestamp").asText()));
        JsonNode cluster = lines.getFirst();
        assertThat(cluster.at("/cause").asText()).isEqualTo("somebody: fleet apply test");
        assertThat(cluster.at("/value/access/path").asText()).isEqualTo("/kubeconfigs/kcp-eu");
        assertThat(cluster.at("/value/cause").isMissingNode()).isTrue();
        JsonNode credential = lines.get(1);
        assertThat(credential.at("/value/kind").asText()).isEqualTo("Secret");
        assertThat(credential.at("/value/name").asText()).isEqualTo("cred");
        assertThat(credential.at("/value/version/resourceVersion").asText()).isEqualTo("7");
        assertThat(credential.at("/value/labels/cred").asText()).isEqualTo("op");
        assertThat(credential.at("/partition").isInt()).isTrue();
        assertThat(credential.at("/offset").isInt()).isTrue();
    }

    @Test
    void aTombstoneSaysWhyAndWhatNobodyCanReadSaysWhereItIs() throws IOException {
        List<JsonNode> lines = lines(tail("credentials", "--from", "beginning", "--until", "now"));

        assertThat(lines.get(1).at("/tombstone").toString())
                .isEqualTo("{\"reason\":\"watch\",\"uid\":\"uid\","
                        + "\"version\":{\"incarnation\":1,\"resourceVersion\":\"8\"}}");
        assertThat(lines.get(1).at("/cause").asText()).isEqualTo("kcp-eu/secrets@7");
        JsonNode unreadable = lines.get(2);
        assertThat(unreadable.at("/problem").asText()).isEqualTo("Undecodable");
        assertThat(unreadable.at("/partition").asInt(-1)).isZero();
        assertThat(unreadable.has("offset")).isTrue();
        assertThat(unreadable.has("value")).isFalse();
    }

    @Test
    void whatIsShownCanBeChosenByClusterAndTime() throws IOException {
        assertThat(lines(tail("clusters", "--cluster", "*-us", "--no-follow"))
                        .getFirst()
                        .at("/key")
                        .asText())
                .isEqualTo("kcp-us");
        assertThat(lines(tail("clusters", "--from", "1h", "--until", "30m"))).isEmpty();
        assertThat(tail("clusters", "--from", "end", "--no-follow").out()).isEmpty();
    }

    @Test
    void mistakesAreMattersOfUsage() {
        assertThat(tail("credentails", "--no-follow").err()).contains("did you mean 'credentials'?");
        assertThat(tail("credentails", "--no-follow").exitCode()).isEqualTo(2);
        assertThat(tail("credentials", "--follow", "--until", "now").err()).contains("exclude each other");
        assertThat(tail("credentials", "--from", "yesterday").exitCode()).isEqualTo(2);
    }

    @Test
    void aTopicThatIsNotThereIsNotWaitedFor() {
        Run run = tail("credentials", "--topic-prefix", "other.");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no topic other.credentials");
    }

    @Test
    void itGoesOnUntilNobodyReadsAnyMore() throws Exception {
        Pipe pipe = new Pipe();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> Credstream.execute(
                new PrintWriter(pipe, true), new PrintWriter(err, true), command("templates", "--from", "beginning")));
        String topic = TOPICS.templates().name();

        send(new ProducerRecord<>(topic, 1, "a/b/first", null));
        assertThat(pipe.next()).contains("a/b/first");
        send(new ProducerRecord<>(topic, 0, "a/b/second", null));
        assertThat(pipe.next()).contains("a/b/second");
        pipe.breakOff();
        send(new ProducerRecord<>(topic, 0, "a/b/third", null));

        assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aProcessThatIsStoppedEndsAtOnceAndSilently() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Credstream.class.getName()));
        command.addAll(List.of(command("clusters", "--from", "beginning")));
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                Reader err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).contains("kcp-eu");
            assertThat(out.readLine()).contains("kcp-us");

            process.toHandle().destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(out.read()).isEqualTo(-1);
            StringWriter said = new StringWriter();
            err.transferTo(said);
            assertThat(said.toString()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<JsonNode> lines(Run run) throws IOException {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }

    private static Run tail(String... arguments) {
        return Run.of(command(arguments));
    }

    private static String[] command(String... arguments) {
        return Stream.concat(Stream.of("tail", "--bootstrap-servers", broker.bootstrapServers()), Stream.of(arguments))
                .toArray(String[]::new);
    }

    private static void send(ProducerRecord<String, byte[]> record) throws Exception {
        long time = producer.send(record).get().timestamp();
        while (System.currentTimeMillis() <= time) { // of one millisecond the order is that of the topics
            Thread.onSpinWait();
        }
    }

    private static ProducerRecord<String, byte[]> credential(String cluster) {
        Credential credential = new Credential(
                new ObjectRef(cluster, "kcp-system", "cred"),
                "uid",
                new Version(1, "7"),
                Map.of("cred", "op"),
                List.of(),
                Map.of(),
                null,
                null,
                OBSERVED);
        return TOPICS.credentials().record(credential.ref().key(), credential, PARTITIONS);
    }

    private static Cluster cluster(String id) {
        return new Cluster(
                id,
                Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/kubeconfigs/" + id, null),
                List.of("kcp-system"),
                "1.3.10",
                ASKED);
    }
}
