package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.Guide;
import io.credstream.cli.Run;
import io.credstream.demo.Pipeline;
import io.credstream.observe.ConsumerLag;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service as its own command, and what Prometheus gets to see of it. */
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final String BOTH = """
            - {id: kcp-eu, role: control-plane, kubeconfig: kcp-eu.kubeconfig, lifecycleManagerVersion: 1.3.10}
            - {id: kcp-b, role: control-plane, kubeconfig: kcp-b.kubeconfig, lifecycleManagerVersion: 1.3.10}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final EmbeddedCluster kcp = fleet.cluster("kcp-eu");
    private final EmbeddedCluster other = fleet.cluster("kcp-b");
    private final List<Thread> commands = new ArrayList<>();

    @BeforeEach
    void applyTheFleet() throws IOException {
        FingerprintKeys.generate(folder.resolve("keys.yaml"));
        kcp.writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
        other.writeKubeconfig(folder.resolve("kcp-b.kubeconfig"));
        for (EmbeddedCluster cluster : List.of(kcp, other)) {
            cluster.as("kubectl").apply(Guide.SECRET);
            cluster.as("kubectl").apply(Guide.TEMPLATE);
            cluster.as("lifecycle-manager").apply(Guide.MANIFEST);
        }
        apply(BOTH);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Thread command : commands) {
            command.interrupt();
            assertThat(command.join(Duration.ofSeconds(30))).isTrue();
        }
        fleet.close();
        broker.close();
    }

    @Test
    void whatHappensShowsOnTheServiceThatDoesIt() throws Exception {
        // Given all three services, and as many Manifests in a cluster as it may have
        int ingest = start(
                "ingest", "--fingerprint-keys", folder.resolve("keys.yaml").toString(), "--manifests", "1");
        int processor = start("processor");
        int sink = start("sink");

        // Then a propagation to two control planes shows
        eventually(() -> {
            Scraped written = Scraped.from(sink);
            assertValue(written.value(Metric.APPLIES, "result", "applied"), 2);
            assertValue(written.value("credstream_convergence_seconds_count"), 2);
            assertValue(written.value(Metric.BREAKER, "cluster", "kcp-eu"), 0);
            assertValue(
                    written.value(
                            Metric.LAG,
                            "part",
                            "sink",
                            "topic",
                            TOPICS.manifestUpdates().name()),
                    0);
            Scraped decided = Scraped.from(processor);
            assertValue(decided.value(Metric.DECISIONS, "state", "Bound", "action", "sent"), 2);
            assertValue(decided.value(Metric.DECISIONS, "state", "Bound", "action", "cleared"), 2);
            assertValue(decided.value(Metric.PENDING_MANIFESTS, "cluster", "kcp-eu"), 0);
            assertValue(decided.value(Metric.PENDING_AGE, "cluster", "kcp-eu"), 0);
            assertValue(
                    decided.value(
                            Metric.LAG,
                            "part",
                            "processor",
                            "topic",
                            TOPICS.manifests().name()),
                    0);
            Scraped watched = Scraped.from(ingest);
            assertValue(watched.value(Metric.OBSERVATIONS, "kind", "Secret", "what", "seen"), 2);
            assertValue(watched.value(Metric.OBSERVATIONS, "kind", "Manifest", "what", "seen"), 4);
            assertValue(watched.value(Metric.WATCH_LISTS, "kind", "Secret"), 2);
            assertThat(watched.value(Metric.WATCH_AGE, "cluster", "kcp-b", "kind", "ModuleTemplate")
                            .orElseThrow())
                    .isBetween(0.0, 60.0);
            assertValue(
                    watched.value(
                            Metric.LAG,
                            "part",
                            "ingest",
                            "topic",
                            TOPICS.clusters().name()),
                    0);
        });
        for (int port : List.of(ingest, processor, sink)) {
            eventually(() -> assertValue(Scraped.from(port).value(Metric.READY), 1));
        }

        // When a password is rotated
        kcp.as("kubectl").apply(rotated());

        // Then it is one observation, one decision and one write
        eventually(() -> {
            assertValue(Scraped.from(ingest).value(Metric.OBSERVATIONS, "kind", "Secret", "what", "seen"), 3);
            assertValue(Scraped.from(processor).value(Metric.DECISIONS, "state", "Bound", "action", "sent"), 3);
            assertValue(Scraped.from(sink).value(Metric.APPLIES, "result", "applied"), 3);
        });

        // When something undecodable is in a topic of observations, and one of decisions
        send(TOPICS.credentials().name());
        send(TOPICS.manifestUpdates().name());

        // Then each is put aside by who reads it
        eventually(() -> {
            assertValue(deadLetters(processor, "processor"), 1);
            assertValue(deadLetters(sink, "sink"), 1);
            assertValue(deadLetters(ingest, "ingest"), 0);
        });

        // When a template is changed whose control plane refuses to be written to
        kcp.access().forbid("sandbox-admin", request -> request.is("patch", ResourceKind.MANIFESTS));
        kcp.as("kubectl").apply(Guide.TEMPLATE.replace("cred: test-operator", "cred: another"));

        // Then it shows who is refused, and where something is pending
        eventually(() -> {
            assertValue(Scraped.from(sink).value(Metric.APPLIES, "result", "unavailable", "condition", "forbidden"), 1);
            Scraped decided = Scraped.from(processor);
            assertValue(decided.value(Metric.DECISIONS, "state", "NoMatch", "action", "sent"), 1);
            assertValue(decided.value(Metric.PENDING_MANIFESTS, "cluster", "kcp-eu"), 1);
            assertThat(decided.value(Metric.PENDING_AGE, "cluster", "kcp-eu").orElseThrow())
                    .isPositive();
            assertValue(decided.value(Metric.PENDING_MANIFESTS, "cluster", "kcp-b"), 0);
        });

        // And when a cluster leaves the fleet, nothing is said of it any more
        apply(BOTH.lines().findFirst().orElseThrow());
        eventually(() -> {
            for (int port : List.of(ingest, processor, sink)) {
                assertThat(Scraped.from(port).text()).doesNotContain("kcp-b");
            }
        });

        // And whatever the dashboard and the alerts ask for is there, pauses of the garbage collector after the first
        // one
        System.gc();
        eventually(() -> {
            Set<String> names = new TreeSet<>();
            for (int port : List.of(ingest, processor, sink)) {
                names.addAll(Scraped.from(port).names());
            }
            assertThat(names).containsAll(Observability.names());
        });

        // And what is shown names no object, and nothing that is secret
        for (int port : List.of(ingest, processor, sink)) {
            assertThat(Scraped.from(port).text())
                    .doesNotContain(
                            "password", "robot", "registry", "test-operator", "a1b2", "kcp-system", "sandbox-admin");
        }
    }

    /** Told apart by the name of its thread, for nobody but itself has a hold of it. */
    @ParameterizedTest
    @ValueSource(strings = {"ingest-fleet", ".*StreamThread-1", "sink-loop"})
    void whoseLoopIsDeadIsNotAlive(String loop) throws Exception {
        // Given services that are well
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        try (Scrape scrape = new Scrape();
                Pipeline services = Pipeline.startWithDefaults(
                        KafkaSetup.of(kafka),
                        folder.resolve("keys.yaml"),
                        folder.resolve("state"),
                        scrape.meters(),
                        failure -> {});
                HttpEndpoint endpoint = HttpEndpoint.start(0, services::check, scrape::text)) {
            scrape.ready(services::check);
            eventually(() -> {
                assertThat(Scraped.status(endpoint.port(), "/livez")).isEqualTo(200);
                assertThat(Scraped.status(endpoint.port(), "/readyz")).isEqualTo(200);
                assertValue(Scraped.from(endpoint.port()).value(Metric.READY), 1);
            });

            // When one of their loops is killed
            assertThat(kill(loop)).isTrue();

            // Then only a restart helps
            eventually(() -> {
                assertThat(Scraped.status(endpoint.port(), "/livez")).isEqualTo(503);
                assertValue(Scraped.from(endpoint.port()).value(Metric.READY), 0);
            });
        }
    }

    /** The tags of Kafka's own metrics are not ours to declare. */
    @Test
    void lagIsWhatHasNotBeenRead() {
        // Given five records in a partition
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        String topic = TOPICS.deadLetters().name();
        for (int i = 0; i < 5; i++) {
            send(topic);
        }
        KafkaClients clients = KafkaClients.of(broker.bootstrapServers());
        try (var consumer = clients.consumer(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1))) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            var unused = ConsumerLag.show(Meters.in(registry), Metric.Part.INGEST, List.of(topic), consumer::metrics);

            // When one of them has been read, then four have not
            await().atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(100)).count() == 1);
            assertThat(registry.get(Metric.LAG.text()).gauge().value()).isEqualTo(4);
        }
    }

    /** The service of this name, in a thread; an interrupt is what Ctrl-C comes to. */
    private int start(String service, String... more) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(service, "--bootstrap-servers", broker.bootstrapServers(), "--http-port", "" + port));
        command.addAll(List.of(more));
        commands.add(Thread.ofPlatform().name(service).start(() -> Run.of(command.toArray(String[]::new))));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> Scraped.status(port, "/livez") > 0);
        return port;
    }

    private void apply(String clusters) throws IOException {
        Path file = folder.resolve("fleet.yaml");
        Files.writeString(file, "clusters:\n" + clusters);
        eventually(
                () -> { // a broker that has just started on a busy machine answers too late for the first attempt
                    Run run = Run.of(
                            "fleet",
                            "apply",
                            "-f",
                            file.toString(),
                            "--no-check",
                            "--bootstrap-servers",
                            broker.bootstrapServers());
                    assertThat(run.exitCode()).as(run.err()).isZero();
                });
    }

    private void send(String topic) {
        KafkaClients clients = KafkaClients.of(broker.bootstrapServers());
        try (var producer = clients.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, 0, "kcp-eu/kcp-system/x", new byte[] {1, 2, 3}))
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OptionalDouble deadLetters(int port, String part) throws IOException {
        return Scraped.from(port).value(Metric.DEAD_LETTERS, "part", part, "code", "undecodable");
    }

    private static void assertValue(OptionalDouble actual, double expected) {
        assertThat(actual).hasValue(expected);
    }

    private static boolean kill(String loop) {
        List<Thread> loops = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(loop))
                .toList();
        loops.forEach(Thread::interrupt);
        return !loops.isEmpty();
    }

    private static String rotated() {
        String login =
                "{\"auths\":{\"registry.example.com\":{\"username\":\"robot\",\"password\":\"another-fake-one\"}}}";
        String data = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return Guide.SECRET.replaceAll("(?m)^  .dockerconfigjson: .*$", "  .dockerconfigjson: " + data);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
