package io.credstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.TestFleet;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage of every kind, in values, keys and headers of every topic: it is put aside, and nothing stops. */
class GarbageIT {

    private static final List<List<String>> QUESTIONS = List.of(
            List.of("get", "clusters"),
            List.of("get", "credentials"),
            List.of("get", "templates"),
            List.of("get", "manifests"),
            List.of("get", "pending"),
            List.of("get", "orders"),
            List.of("get", "dead-letters"),
            List.of("pin", "list"));

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;
    private Topics topics;

    /** Where each piece of garbage is, and what it is. */
    private final Map<String, String> sent = new HashMap<>();

    @BeforeEach
    void aSettledFleet() {
        world = new TestFleet(folder);
        play = Play.on(world);
        topics = world.topics();
        world.services().startAll(1);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void garbageOnEveryTopicIsPutAsideWhileServicesRunAndAtTheirStart() {
        try (CapturedLogs logs = new CapturedLogs()) {
            // When garbage comes while the services run
            sendGarbage();
            awaitDeadLetters();
            // And when services find it at their start
            world.services().stopAll();
            sendGarbage();
            world.services().startAll(1);
            // Then each piece has its dead letter, and everything goes on
            awaitDeadLetters();
            play.changeEverything();
            new Converges().holdsSoon(world);
            world.services().awaitReady();
            assertThat(world.services().failures()).isEmpty();
            // And questions are answered.
            for (List<String> question : QUESTIONS) {
                Terminal.Said said = new Terminal(world).run(question.toArray(String[]::new));
                assertThat(said.exitCode()).as(question + said.err()).isZero();
                assertThat(said.text()).doesNotContain(Garbage.CANARY);
            }
            Terminal.Said tail = new Terminal(world).run("tail", "--from", "beginning", "--until", "now");
            assertThat(tail.text()).as(tail.err()).doesNotContain(Garbage.CANARY);
            assertThat(logs.text()).doesNotContain(Garbage.CANARY);
        }
        assertNothingOfTheContentIsIn(topics.deadLetters());
    }

    private void sendGarbage() {
        Map<String, Object> settings = world.kafka().common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic<?> topic : topics.all()) {
                List<ConsumerRecord<String, byte[]>> real = world.contents().raw(topic);
                for (Garbage garbage : Garbage.of(topic, topics, real)) {
                    int partition = Math.floorMod(garbage.what().hashCode(), TestFleet.PARTITIONS);
                    var at = producer.send(new ProducerRecord<>(
                                    topic.name(), partition, garbage.key(), garbage.value(), garbage.headers()))
                            .get();
                    sent.put(at.topic() + "-" + at.partition() + "@" + at.offset(), garbage.what());
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of what a service reads record by record; ingest counts what it finds in its own books, and nobody reads dead letters. */
    private void awaitDeadLetters() {
        Set<String> expected = sent.keySet().stream()
                .filter(at -> !at.startsWith(topics.inventory().name() + "-"))
                .filter(at -> !at.startsWith(topics.deadLetters().name() + "-"))
                .collect(Collectors.toCollection(TreeSet::new));
        await().atMost(Guarantee.SOON).untilAsserted(() -> {
            Set<String> missing = new TreeSet<>(expected);
            deadLetters().forEach(letter -> missing.remove(letter.cause().describe()));
            assertThat(missing.stream().map(at -> at + " " + sent.get(at))).isEmpty();
        });
        assertThat(deadLetters()).allMatch(letter -> letter.cause() instanceof Cause.Coordinates);
    }

    private List<DeadLetter> deadLetters() {
        return world.contents().values(topics.deadLetters());
    }

    private void assertNothingOfTheContentIsIn(Topic<?> topic) {
        for (ConsumerRecord<String, byte[]> raw : world.contents().raw(topic)) {
            if (!sent.containsKey(raw.topic() + "-" + raw.partition() + "@" + raw.offset())) {
                assertThat(raw.key() + new String(raw.value(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(Garbage.CANARY);
                assertThat(raw.headers()).extracting(header -> header.key()).containsExactly("schema");
            }
        }
    }
}
