package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that nobody can read is set aside, and nothing stops. */
class DeadLettersIT {

    private static final String GARBAGE = "not-a-record-but-it-might-have-been-a-password";

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;

    @BeforeEach
    void aSettledFleet() {
        world = new TestFleet(folder);
        play = Play.on(world);
        world.services().startAll(1);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterAndTheStreamGoesOn() {
        try (CapturedLogs logs = new CapturedLogs()) {
            setAside();
            assertThat(logs.text()).doesNotContain(GARBAGE);
        }
    }

    private void setAside() {
        // When every topic that a service reads gets a record that is none, in every partition
        Topics topics = world.topics();
        List<Topic<?>> inputs = List.of(
                topics.clusters(),
                topics.clusterStatus(),
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.bindings(),
                topics.manifestUpdates(),
                topics.applyReports());
        for (Topic<?> topic : inputs) {
            for (int partition = 0; partition < TestFleet.PARTITIONS; partition++) {
                world.send(new ProducerRecord<>(
                        topic.name(), partition, "kcp-eu/x/y", GARBAGE.getBytes(StandardCharsets.UTF_8)));
            }
        }
        // Then each has its dead letter, with where it is and nothing of what it is
        Set<String> expected = inputs.stream().map(Topic::name).collect(Collectors.toSet());
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(deadLetters())
                        .allMatch(letter -> letter.code() == DeadLetter.Code.UNDECODABLE)
                        .extracting(DeadLetter::cause)
                        .allMatch(cause -> cause instanceof Coordinates)
                        .extracting(cause -> ((Coordinates) cause).topic())
                        .containsAll(expected));
        for (ConsumerRecord<String, byte[]> raw : world.contents().raw(topics.deadLetters())) {
            assertThat(new String(raw.value(), StandardCharsets.ISO_8859_1)).doesNotContain(GARBAGE);
            assertThat(raw.headers()).isEmpty();
        }
        // And everything goes on.
        play.changeEverything();
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> Play.CONTROL_PLANES.forEach(
                        id -> assertThat(Converges.complaintsAbout(world, id)).isEmpty()));
        assertThat(world.services().failures()).isEmpty();
        world.services().awaitReady();
    }

    @Test
    void anObjectThatMakesNoSenseHarmsNoOther() {
        // When
        world.apply("kcp-eu", Yaml.template(CONTROL_PLANE_NAMESPACE, "nonsense", "[1, {a: b}]", "\"text\""));
        world.user("kcp-eu").apply("""
                        apiVersion: operator.kyma-project.io/v1beta2
                        kind: ModuleTemplate
                        metadata: {name: broken, namespace: kcp-system}
                        spec: {descriptor: "{ this is: [no descriptor"}
                        """);
        world.user("kcp-eu").apply("""
                        apiVersion: operator.kyma-project.io/v1beta2
                        kind: Manifest
                        metadata: {name: broken, namespace: kcp-system}
                        spec: {version: "", install: {source: {credSecretSelector: [text]}}, config: {credSecretSelector: {}}}
                        """);
        world.apply("kcp-eu", Yaml.manifest(CONTROL_PLANE_NAMESPACE, "a", "nonsense", false));
        play.changeEverything();
        // Then
        new Converges().holdsSoon(world);
        assertThat(deadLetters()).isEmpty();
    }

    private List<DeadLetter> deadLetters() {
        return world.contents().values(world.topics().deadLetters());
    }
}
