package io.credstream.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerIT {

    private static final String TOPIC = "events";

    @TempDir
    Path folder;

    @Test
    void keepsItsRecordsAcrossARestartOnAnotherPort() throws Exception {
        // Given
        try (var broker = EmbeddedBroker.start(folder, OptionalInt.empty())) {
            createTopic(broker);
            produce(broker, "a", "b");
        }
        // When
        try (var broker = EmbeddedBroker.start(folder, OptionalInt.empty())) {
            produce(broker, "c");
            // Then
            assertThat(consume(broker, "read_uncommitted", 3)).containsExactly("a", "b", "c");
            assertThat(broker.firstFault()).isNull();
        }
    }

    @Test
    void committedTransactionsAreReadAndAbortedOnesAreNot() throws Exception {
        try (var broker = EmbeddedBroker.startTemporary()) {
            createTopic(broker);
            // When
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of(
                            "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer-0"),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                send(producer, "aborted");
                producer.abortTransaction();
                producer.beginTransaction();
                send(producer, "committed");
                producer.commitTransaction();
            }
            // Then
            assertThat(consume(broker, "read_committed", 1)).containsExactly("committed");
        }
    }

    @Test
    void usingATopicDoesNotCreateIt() {
        try (var broker = EmbeddedBroker.startTemporary();
                var admin = admin(broker)) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("unknown"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void aFolderInUseIsRefusedByName() {
        try (var broker = EmbeddedBroker.start(folder, OptionalInt.empty())) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, OptionalInt.empty()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Another broker is running on " + folder);
        }
    }

    @Test
    void aTakenPortIsRefusedByNumber() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, OptionalInt.of(port)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + port);
        }
    }

    @Test
    void aPathThatIsAFileIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> EmbeddedBroker.start(file, OptionalInt.empty()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("cannot be used");
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (var admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedBroker broker, String... values) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (var value : values) {
                send(producer, value);
            }
        }
    }

    private static void send(KafkaProducer<String, String> producer, String value) {
        var acknowledged = producer.send(new ProducerRecord<>(TOPIC, 0, "key", value));
        producer.flush();
        assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
    }

    private static List<String> consume(EmbeddedBroker broker, String isolation, int atLeast) {
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "reader",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        isolation),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (values.size() < atLeast) {
                consumer.poll(Duration.ofSeconds(1)).forEach(read -> values.add(read.value()));
            }
        }
        return values;
    }
}
