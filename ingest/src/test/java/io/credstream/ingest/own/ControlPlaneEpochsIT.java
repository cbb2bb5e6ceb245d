package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Metric;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.testkit.model.StatusBuilder;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlPlaneEpochsIT {

    private static final int PARTITIONS = 4;
    private static final Topics TOPICS = Topics.withPrefix("test.");
    private static final Instant EARLIER = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATER = EARLIER.plusSeconds(60);

    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
    private final Producer<String, byte[]> producer = kafka.producer(Map.of());
    private final AtomicReference<Optional<Uuid>> id = new AtomicReference<>(Optional.of(Uuid.randomUuid()));
    private final ControlPlaneEpochs epochs = ControlPlaneEpochs.start(
            kafka,
            TOPICS.clusterStatus(),
            id::get,
            new SplittableRandom(1),
            bugs::add,
            Loops.unseen(Metric.Part.INGEST).open(Loop.Kind.CONTROL_PLANES, ""));

    @BeforeEach
    void setTheScene() throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            new TopicSetup(PARTITIONS, 1, Duration.ofDays(1)).ensure(admin, TOPICS);
        }
    }

    @AfterEach
    void close() {
        epochs.close();
        producer.close();
        broker.close();
    }

    @Test
    void theLatestIsHeardOfEachThatIsAskedFor() throws InterruptedException, ExecutionException {
        // Given
        say("kcp", EARLIER);
        say("elsewhere", EARLIER);
        // When
        heard("kcp", EARLIER);
        long changes = epochs.changes();
        say("kcp", LATER);
        // Then
        heard("kcp", LATER);
        assertThat(epochs.changes()).isGreaterThan(changes);
        // When another is asked for later, be it in the same partition or not
        heard("elsewhere", EARLIER);
        assertThat(bugs).isEmpty();
    }

    @Test
    void aTopicThatIsAnotherOneIsReadFromItsBeginning() throws InterruptedException, ExecutionException {
        // Given
        say("kcp", EARLIER);
        heard("kcp", EARLIER);
        // When
        id.set(Optional.of(Uuid.randomUuid()));
        say("kcp", LATER);
        // Then
        heard("kcp", LATER);
        assertThat(epochs.trouble()).isEmpty();
        assertThat(bugs).isEmpty();
    }

    private void heard(String controlPlane, Instant epoch) {
        await().untilAsserted(() -> assertThat(epochs.epoch(controlPlane)).contains(epoch));
    }

    private void say(String controlPlane, Instant begun) throws InterruptedException, ExecutionException {
        var status = StatusBuilder.of(controlPlane)
                .in(new Epoch(begun, null, List.of(), 0, 0))
                .build();
        producer.send(TOPICS.clusterStatus().record(controlPlane, status, PARTITIONS))
                .get();
    }
}
