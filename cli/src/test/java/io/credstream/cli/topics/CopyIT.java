package io.credstream.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Guide;
import io.credstream.cli.Run;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to another number of partitions, as docs/operations.md has it. */
@Timeout(300)
class CopyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MANIFESTS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedCluster kcp;

    @BeforeEach
    void setTheScene() throws IOException {
        broker = EmbeddedBroker.startTemporary();
        fleet = EmbeddedFleet.start();
        kcp = fleet.cluster("kcp-eu");
        kcp.writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
        kcp.as("kubectl").apply(Guide.SECRET);
        kcp.as("kubectl").apply(Guide.TEMPLATE);
        names().forEach(name ->
                kcp.as("lifecycle-manager").apply(Guide.MANIFEST.replace("a1b2-template-operator-1234", name)));
    }

    @AfterEach
    void close() {
        fleet.close();
        broker.close();
    }

    @Test
    void aFleetMovesToMorePartitionsUnderItsBrakesAndNothingIsWrittenInVain() throws Exception {
        // Given a fleet as it should be, that an operator has paused
        writeFleet(100);
        Run running;
        try (Up up = Up.start(this, "a.", 2)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(selectors())
                            .hasSize(1)
                            .first()
                            .asString()
                            .contains("test-operator"));
            assertThat(run("pause", "a.", "--all", "--reason", "to move").exitCode())
                    .isZero();
            running = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4");
            up.requireRunning();
        }
        assertThat(running.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(running.err().lines())
                .containsExactly(
                        "The consumer group a.ingest has 1 member; stop that service, on every machine, and run this again",
                        "The consumer group a.processor has 1 member; stop that service, on every machine, and run this again",
                        "The consumer group a.sink has 1 member; stop that service, on every machine, and run this again");
        kcp.as("kubectl").apply(Guide.TEMPLATE.replace("cred: test-operator", "cred: another"));
        kcp.requests().reset();

        // When it is copied
        Run shown = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4", "--dry-run");
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(ExitCode.SOMETHING_TO_SEE.code());
        assertThat(shown.out().lines())
                .containsExactly("would copy 1 of clusters", "would copy 0 of pins", "would copy 1 of orders");
        assertThat(topics()).noneMatch(topic -> topic.startsWith("b."));
        Run copied = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4");
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(copied.out()).contains("copied 1 of clusters", "start the services with --topic-prefix b.");
        Run again = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4");
        assertThat(again.exitCode()).as("what was interrupted can be run again").isZero();
        assertThat(run("topics check", "b.").exitCode()).isZero();

        // Then all is known under the new prefix, and the brake holds
        try (Up up = Up.start(this, "b.", 4)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(run("get clusters", "b.").out()).contains("Watched");
                assertThat(run("get bindings", "b.", "-o", "json").out()).contains("another");
                assertThat(run("get manifests", "b.").out().lines()).hasSize(MANIFESTS + 1);
            });
            assertThat(run("get orders", "b.").out()).contains("pause").contains("to move");
            assertThat(patches()).isZero();

            // And what differs is written once, when the brake is let go
            assertThat(run("resume", "b.", "--all", "--reason", "moved").exitCode())
                    .isZero();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(selectors())
                            .hasSize(1)
                            .first()
                            .asString()
                            .contains("another"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(run("get pending", "b.").out()).isEmpty());
            assertThat(patches()).isEqualTo(MANIFESTS);
            up.requireRunning();
        }
        assertThat(run("history manifest", "a.", names().findFirst().orElseThrow())
                        .out())
                .contains("test-operator");
        Run late = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4");
        assertThat(late.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(late.err()).contains("Topic b.orders says something else of brake/all already; give a --to-prefix");
    }

    /** Changes are called by their place in the topics, so what a fuse holds there is not known elsewhere. */
    @Test
    void aControlPlaneOnWhichAFuseHoldsAChangeIsPaused() throws Exception {
        // Given a change of what many Manifests are known to have
        writeFleet(100);
        try (Up up = Up.start(this, "a.", 2)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(selectors()).singleElement().asString().contains("test-operator"));
            up.requireRunning();
        }
        writeFleet(3);
        kcp.as("kubectl").apply(Guide.TEMPLATE.replace("cred: test-operator", "cred: another"));
        try (Up up = Up.start(this, "a.", 2)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(run("get held", "a.").out()).contains("kcp-eu"));
            up.requireRunning();
        }
        // When
        Run copied = run("topics copy", "a.", "--to-prefix", "b.", "--partitions", "4");
        // Then
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(copied.out())
                .contains("copied 0 of orders", "paused cluster/kcp-eu under the new prefix: a fuse held ");
        assertThat(run("get orders", "b.").out())
                .contains("kcp-eu")
                .contains("pause")
                .contains("a fuse held");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        Run same = run("topics copy", "a.", "--to-prefix", "a.");
        Run nothing = run("topics copy", "typo.", "--to-prefix", "b.");

        assertThat(same.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(same.err()).contains("'a.' is the prefix of these topics; give another one");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(nothing.err()).contains("typo.clusters has no cluster").contains("check --topic-prefix");
    }

    private static Stream<String> names() {
        return IntStream.range(0, MANIFESTS).mapToObj(i -> "a1b2-template-operator-" + i);
    }

    private List<String> selectors() {
        return names().map(name -> kcp.as("test")
                        .get(ResourceKind.MANIFESTS, "kcp-system", name)
                        .map(manifest -> manifest.at("/spec/install/source/credSecretSelector")
                                .toString())
                        .orElse(""))
                .distinct()
                .toList();
    }

    private long patches() {
        return kcp.requests().of("patch", ResourceKind.MANIFESTS);
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = KafkaClients.of(broker.bootstrapServers()).admin()) {
            return admin.listTopics().names().get();
        }
    }

    private void writeFleet(int fuse) throws IOException {
        Files.writeString(folder.resolve("fleet.yaml"), """
                clusters:
                - id: kcp-eu
                  role: control-plane
                  kubeconfig: kcp-eu.kubeconfig
                  lifecycleManagerVersion: 1.3.10
                  fuse: %d
                """.formatted(fuse));
    }

    private Run run(String command, String prefix, String... more) {
        List<String> all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", prefix));
        all.addAll(List.of(more));
        return Run.of(all.toArray(String[]::new));
    }

    /** All services in a thread; an interrupt is what Ctrl-C comes to. */
    private record Up(Thread thread, AtomicReference<Run> run) implements AutoCloseable {

        static Up start(CopyIT test, String prefix, int partitions) {
            AtomicReference<Run> run = new AtomicReference<>();
            Thread thread = Thread.ofPlatform()
                    .name("up")
                    .start(() -> run.set(test.run(
                            "up",
                            prefix,
                            "-f",
                            test.folder.resolve("fleet.yaml").toString(),
                            "--partitions",
                            "" + partitions)));
            return new Up(thread, run);
        }

        void requireRunning() {
            assertThat(thread.isAlive()).as("%s", run.get()).isTrue();
        }

        @Override
        public void close() {
            thread.interrupt();
            await().atMost(Duration.ofSeconds(30)).until(() -> !thread.isAlive());
        }
    }
}
