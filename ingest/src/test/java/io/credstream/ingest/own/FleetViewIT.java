package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Metric;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FleetViewIT {

    private static final int PARTITIONS = 2;
    private static final Topics TOPICS = Topics.withPrefix("test.");
    private static final Topic<Cluster> TOPIC = TOPICS.clusters();

    /** What discovery adds or removes would rest on a part of the fleet. */
    @Test
    void nothingIsReachedAsLongAsOnlyANewerBuildKnowsAMember() throws InterruptedException, ExecutionException {
        List<Throwable> bugs = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            new TopicSetup(PARTITIONS, 1, Duration.ofDays(1)).ensure(kafka, TOPICS);
            try (Producer<String, byte[]> producer = kafka.producer(Map.of());
                    FleetView view = FleetView.start(
                            kafka,
                            TOPIC,
                            Optional::empty,
                            new SplittableRandom(1),
                            bugs::add,
                            Loops.unseen(Metric.Part.INGEST).open(Loop.Kind.MEMBERS, ""))) {
                producer.send(TOPIC.record("a", member("a"), PARTITIONS)).get();
                producer.send(TOPIC.record("b", member("b"), PARTITIONS)).get();
                await().until(() -> view.reached(end(kafka)));

                // When
                Cut line = end(kafka);
                long before = view.changes();
                producer.send(newer("a")).get();
                await().until(() -> view.changes() > before);
                // Then
                assertThat(view.reached(line)).isFalse();
                assertThat(view.reached(end(kafka))).isFalse();
                assertThat(view.member("a")).as("as it was last known").contains(member("a"));

                // When
                producer.send(TOPIC.tombstone("a", PARTITIONS)).get();
                // Then
                await().until(() -> view.reached(end(kafka)));
                assertThat(view.member("a")).isEmpty();
            }
        }
        assertThat(bugs).isEmpty();
    }

    private static Cut end(KafkaClients kafka) {
        try (TopicReader reader = new TopicReader(kafka)) {
            return reader.end(List.of(TOPIC));
        }
    }

    /** An unknown fingerprint, and the header that says of which version it is. */
    private static ProducerRecord<String, byte[]> newer(String id) {
        ProducerRecord<String, byte[]> record = TOPIC.record(id, member(id), PARTITIONS);
        record.value()[2] ^= 0x55;
        record.headers().remove(SchemaHeader.NAME);
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private static Cluster member(String id) {
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("test", "join"));
    }
}
