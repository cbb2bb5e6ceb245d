package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ObjectRef;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each right that ingest has, missing at first: ingest has work for all of its rights, is not ready, and says why. Once the right is
 * granted, the same process does all of that work, and is ready.
 */
@TestInstance(Lifecycle.PER_CLASS)
class IngestGrantedLateIT {

    private static final String CLUSTER = "kcp-eu";
    private static final String NAMESPACE = TestFleet.CONTROL_PLANE_NAMESPACE;
    private static final Duration POLL = Duration.ofMillis(250);

    @TempDir
    static Path folder;

    private TestFleet world;
    private GuardedBroker broker;
    private Topics topics;
    private int cases;

    /** Which has been watched before: nobody needs the right to read a topic in which there is nothing yet. */
    @BeforeAll
    void aControlPlaneThatDiscovers() throws IOException {
        broker = GuardedBroker.start();
        world = new TestFleet(folder, broker);
        topics = world.topics();
        world.discovering(CLUSTER);
        change("before");
        try (Underway ingest = Underway.start(command())) {
            ingest.awaitReady();
            await().atMost(Guarantee.SOON).pollInterval(POLL).untilAsserted(() -> {
                assertHas(topics.credentials(), "before");
                assertThat(world.contents().latest(topics.clusterStatus()).records())
                        .containsKey(CLUSTER);
            });
        }
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Right> ofEachKind() {
        return Right.ofEachKind("ingest").stream();
    }

    static Stream<Right> others() {
        return Right.of("ingest").stream().filter(right -> ofEachKind().noneMatch(right::equals));
    }

    @ParameterizedTest
    @MethodSource("ofEachKind")
    void aRightThatIsGrantedLaterIsEnough(Right right) throws IOException {
        isGrantedLater(right);
    }

    @Tag("fleet") // for its time alone
    @ParameterizedTest
    @MethodSource("others")
    void soAreAllOthers(Right right) throws IOException {
        isGrantedLater(right);
    }

    private void isGrantedLater(Right right) throws IOException {
        // Given
        String name = "m" + ++cases;
        int letters = world.contents().values(topics.deadLetters()).size();
        broker.revoke(right);
        change(name);
        try (Underway ingest = Underway.start(command())) {
            // When there is work for every right
            await().atMost(Guarantee.SOON)
                    .pollInterval(POLL)
                    .untilAsserted(() -> assertThat(ingest.readiness())
                            .satisfiesAnyOf(
                                    said -> assertThat(said).isEqualTo("ok"),
                                    said -> assertThat(said).contains(right.refusal())));
            sendGarbage(name);
            // Then
            ingest.awaitNotReady(right.refusal());
            assertThat(ingest.isLive()).isTrue();
            // When
            broker.grant(List.of(right));
            // Then
            ingest.awaitReady();
            sendGarbage(name); // what was there before a partition was taken over is no news
            await().atMost(Guarantee.SOON).pollInterval(POLL).untilAsserted(() -> {
                assertHas(topics.credentials(), name);
                assertHas(topics.templates(), name + "-regular");
                assertHas(topics.manifests(), name + "-module");
                assertThat(world.contents().latest(topics.clusters()).records()).containsKey(CLUSTER + "." + name);
                assertThat(world.contents().latest(topics.clusterStatus()).records())
                        .containsKey(CLUSTER + "." + name);
                assertThat(world.contents().values(topics.deadLetters())).hasSizeGreaterThan(letters);
            });
        } finally {
            broker.grant(List.of(right));
        }
    }

    private void assertHas(Topic<?> topic, String object) {
        assertThat(world.contents().latest(topic).records())
                .containsKey(new ObjectRef(CLUSTER, NAMESPACE, object).key());
    }

    /** A runtime that says no more than that it is there, and what there is for a module. */
    private void change(String name) {
        world.apply(CLUSTER, Yaml.secret(NAMESPACE, name, "eu", Yaml.REGISTRY, "not-a-password"));
        world.apply(CLUSTER, Yaml.template(NAMESPACE, name, Yaml.label("eu"), null));
        world.apply(CLUSTER, Yaml.manifest(NAMESPACE, name, "module", false));
        world.apply(CLUSTER, """
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: %1$s
                  name: kubeconfig-%2$s
                  labels: {%3$s: %2$s}
                """.formatted(NAMESPACE, name, Yaml.KYMA_NAME));
    }

    private void sendGarbage(String name) {
        world.send(new ProducerRecord<>(topics.clusters().name(), 0, name, "garbage".getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                "ingest",
                "--history-window",
                "1d",
                "--session-timeout",
                Underway.LONG_SESSION,
                "--fingerprint-keys",
                world.keyFile().toString()));
        command.addAll(broker.options("ingest", folder));
        return command;
    }
}
