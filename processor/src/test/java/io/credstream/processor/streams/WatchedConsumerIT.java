package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Cluster;
import io.credstream.observe.Loops;
import io.credstream.observe.Metric.Part;
import io.credstream.read.SkippedRecords;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What Kafka Streams gets of partitions of which only a newer build can read on. */
class WatchedConsumerIT {

    private static final Topics TOPICS = Topics.withPrefix("test.");
    private static final Topic<Cluster> TOPIC = TOPICS.clusters();
    private static final TopicPartition FIRST = new TopicPartition(TOPIC.name(), 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC.name(), 1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<TopicPartition, List<Long>> handedOut = new HashMap<>();

    @Test
    void aPartitionWaitsAtANewerRecordAndTheOthersGoOn() throws InterruptedException, ExecutionException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            new TopicSetup(2, 1, Duration.ofDays(1)).ensure(kafka, TOPICS);
            TopicWatch watch = TopicWatch.start(
                    kafka::admin, new TopicSetup(2, 1, Duration.ofDays(1)), TOPICS, TopicWatch.INTERVAL);
            WatchedTopics none = new WatchedTopics(watch, new TopicIds.Names(Set.of(), Set.of(), Set.of()));
            CatchUp catchUp = new CatchUp(
                    List.of(TOPIC), SkippedRecords.NONE, none, (topic, doubt) -> {}, Loops.unseen(Part.PROCESSOR));
            try (watch;
                    Producer<String, byte[]> producer = kafka.producer(Map.of());
                    WatchedConsumer consumer = (WatchedConsumer) catchUp.getConsumer(settings(kafka))) {
                consumer.assign(List.of(FIRST, SECOND));
                producer.send(value("a", FIRST)).get();
                producer.send(newer("b", FIRST)).get();
                producer.send(value("c", FIRST)).get();
                producer.send(value("d", SECOND)).get();

                // When Kafka Streams polls, and resumes what it has room for
                await().untilAsserted(() -> {
                    pollAndResume(consumer);
                    assertThat(handedOut).containsOnlyKeys(FIRST, SECOND);
                    assertThat(catchUp.newer()).hasSize(1);
                });
                producer.send(value("e", SECOND)).get();
                await().untilAsserted(() -> {
                    pollAndResume(consumer);
                    assertThat(handedOut.get(SECOND)).containsExactly(0L, 1L);
                });
                for (int i = 0; i < 5; i++) {
                    pollAndResume(consumer);
                }
                // Then nothing from the newer record on was handed out, and a commit of what was would end at it.
                assertThat(handedOut.get(FIRST)).containsExactly(0L);
                assertThat(consumer.position(FIRST)).isEqualTo(1);
                assertThat(consumer.handedOver(FIRST)).isZero();
                assertThat(catchUp.newer()).singleElement().asString().contains("Cluster v9", TOPIC.name() + "-0@1");

                // When the partition is taken away, and given back
                consumer.assign(List.of(SECOND));
                pollAndResume(consumer);
                assertThat(catchUp.newer()).isEmpty();
                consumer.assign(List.of(FIRST, SECOND));
                consumer.seek(FIRST, 1);
                // Then it waits anew, at the same place.
                await().untilAsserted(() -> {
                    pollAndResume(consumer);
                    assertThat(catchUp.newer()).hasSize(1);
                });
                assertThat(handedOut.get(FIRST)).containsExactly(0L);
            }
            assertThat(catchUp.newer()).as("of a consumer that is closed").isEmpty();
        }
    }

    private void pollAndResume(WatchedConsumer consumer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(record -> handedOut
                .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), first -> new ArrayList<>())
                .add(record.offset()));
        records.nextOffsets()
                .forEach((partition, next) -> assertThat(next.offset())
                        .as("what Kafka Streams may commit of %s", partition)
                        .isEqualTo(consumer.position(partition)));
        consumer.resume(consumer.assignment());
    }

    private static Map<String, Object> settings(KafkaClients kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.common());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    private static ProducerRecord<String, byte[]> value(String id, TopicPartition partition) {
        return new ProducerRecord<>(
                partition.topic(), partition.partition(), id, TOPIC.serde().encode(cluster(id)));
    }

    /** An unknown fingerprint, and the header that says of which version it is. */
    private static ProducerRecord<String, byte[]> newer(String id, TopicPartition partition) {
        ProducerRecord<String, byte[]> record = value(id, partition);
        record.value()[2] ^= 0x55;
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private static Cluster cluster(String id) {
        return ClusterBuilder.controlPlane(id).lifecycleManager(null).build();
    }
}
