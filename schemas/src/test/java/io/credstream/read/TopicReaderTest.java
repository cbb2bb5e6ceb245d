package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class TopicReaderTest {

    private static final Topic<Cluster> TOPIC = Topics.withPrefix("").clusters();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

    /** A follower that goes on from the positions must find what was appended while the topic was read. */
    @Test
    void whatIsAppendedWhileATopicIsReadIsNeitherGivenNorPassedBy() {
        // Given
        var consumer = new MockConsumer<String, byte[]>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < 3; offset++) {
                consumer.addRecord(record(offset));
            }
        });
        List<TopicRecord<Cluster>> given = new ArrayList<>();
        // When
        try (TopicReader reader = new TopicReader(consumer, Duration.ofMinutes(1))) {
            Cut end = reader.readToEnd(TOPIC, List.of(0), given::add);
            // Then
            assertThat(given).extracting(record -> record.at().offset()).containsExactly(0L, 1L);
            assertThat(consumer.position(PARTITION)).isEqualTo(3);
            assertThat(end.offsets()).containsExactly(Map.entry(PARTITION, 2L));
        }
    }

    @Test
    void ofWhatIsNoObservationTheLastOfEachKeyIsEnough() {
        // Given
        var consumer = new MockConsumer<String, byte[]>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(new ConsumerRecord<>(TOPIC.name(), 0, 0, "c2", new byte[] {1}));
            consumer.addRecord(record(1));
            consumer.addRecord(record(2));
        });
        List<TopicRecord<Cluster>> given = new ArrayList<>();
        // When
        try (TopicReader reader = new TopicReader(consumer, Duration.ofMinutes(1))) {
            reader.readLatest(TOPIC, Cut.of(Map.of(PARTITION, 3L)), given::add);
        }
        // Then what was replaced is not even decoded
        assertThat(given).extracting(record -> record.at().offset()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void doesNotWaitForEverForWhatDoesNotArrive() {
        // Given
        var consumer = new MockConsumer<String, byte[]>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        // When
        try (TopicReader reader = new TopicReader(consumer, Duration.ofMillis(1))) {
            // Then
            assertThatThrownBy(() -> reader.readToEnd(TOPIC, List.of(0), record -> {}))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining(PARTITION.toString());
        }
    }

    private static ConsumerRecord<String, byte[]> record(int offset) {
        Cluster cluster = new Cluster(
                "c" + offset,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("test", "test"));
        return new ConsumerRecord<>(
                TOPIC.name(), 0, offset, cluster.id(), TOPIC.serde().encode(cluster));
    }
}
