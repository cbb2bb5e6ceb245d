package io.credstream.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.Run;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RepublishIT {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static KafkaClients kafka;

    private static final List<RecordMetadata> SENT = new ArrayList<>();

    @BeforeAll
    static void fillTopics() throws Exception {
        broker = EmbeddedBroker.startTemporary();
        kafka = KafkaClients.of(broker.bootstrapServers());
        new TopicSetup(2, 1, Duration.ofDays(90)).ensure(kafka, TOPICS);
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                String topic = (i % 2 == 0 ? TOPICS.credentials() : TOPICS.manifests()).name();
                SENT.add(producer.send(new ProducerRecord<>(topic, i % 2, "kcp/ns/" + i, null))
                        .get());
                awaitAnotherTime(SENT.getLast());
            }
        }
    }

    /** Of one millisecond the order is that of the topics. */
    private static void awaitAnotherTime(RecordMetadata sent) {
        while (System.currentTimeMillis() <= sent.timestamp()) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aPartOfTheLogIsPublishedInOrderWithItsTimes() throws Exception {
        Run run = replay("--to-topic", "audit.all", "--from", "1h");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).first().isEqualTo("made audit.all");
        assertThat(run.out()).contains("10 records of ", " are in audit.all.");
        List<ConsumerRecord<String, byte[]>> records = read("audit.all", 10);
        assertThat(records.stream().map(ConsumerRecord::key))
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                        .limit(10)
                        .map(i -> "kcp/ns/" + i)
                        .toList());
        assertThat(records.stream().map(ConsumerRecord::timestamp))
                .containsExactlyElementsOf(
                        SENT.stream().map(RecordMetadata::timestamp).toList());
        var fourth = new JsonMapper().readTree(records.get(3).value());
        assertThat(fourth.at("/topic").asText()).isEqualTo("credstream.manifests");
        assertThat(fourth.at("/offset").asLong()).isEqualTo(SENT.get(3).offset());
        assertThat(fourth.has("tombstone")).isTrue();
    }

    @Test
    void topicsAndTimesCanBeChosenAndAnExistingTopicIsTaken() {
        String from = "credstream.credentials-0@" + SENT.get(4).offset();
        replay("--to-topic", "audit.some", "--from", "1h", "--until", "30m");
        Run run = replay("--to-topic", "audit.some", "--from", from, "--topics", "credentials");

        assertThat(run.out()).startsWith("3 records of ");
        assertThat(replay("--to-topic", "audit.some", "--from", "1h", "--until", "30m")
                        .out())
                .isEqualTo("Nothing is in the log of that time.\n");
    }

    @Test
    void topicsOfCredstreamAreRefused() {
        for (String own : List.of("credstream.manifests", "credstream.processor-x-changelog")) {
            Run run = replay("--to-topic", own, "--from", "1h");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("is one of Credstream's own");
        }
        assertThat(replay("--to-topic", "audit").err()).contains("--from");
    }

    private static Run replay(String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of("replay", "--bootstrap-servers", broker.bootstrapServers()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static List<ConsumerRecord<String, byte[]>> read(String topic, int expected) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = kafka.consumer(Map.of())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (records.size() < expected) { // a test that hangs is ended
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
